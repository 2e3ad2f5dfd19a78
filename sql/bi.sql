-- Statements in the shape of those that BI tools send, on views of the live
-- tables: rows, and requests as few as can be.  What drivers do: test/bi.
\i test/regress.sql
\pset format unaligned
\pset tuples_only on
ALTER SERVER realtime OPTIONS (ADD app_id 'app-1');
SET client_min_messages = error;
DROP SCHEMA IF EXISTS reports CASCADE;
RESET client_min_messages;
CREATE SCHEMA reports;
SELECT rtk_create_views('realtime_kit', 'reports') > 0;
SET search_path = reports, public;

-- Metabase: the list of tables, a fingerprint, the values of a field, a range
-- in the zone of reports, a question as the source of another.
SELECT c.relkind, count(*) = (SELECT count(*) FROM rtk_tables())
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('reports', 'realtime_kit')
      AND c.relkind IN ('r', 'p', 'v', 'f', 'm') GROUP BY 1 ORDER BY 1;
SELECT count(*), min(substring("status" FROM 1 FOR 1234))
    FROM (SELECT "reports"."sessions"."session_id" AS "session_id",
                 "reports"."sessions"."status" AS "status",
                 "reports"."sessions"."minutes_consumed" AS "minutes_consumed"
          FROM "reports"."sessions" LIMIT 10000) "source";
:seen
SELECT "sessions"."status" FROM "reports"."sessions"
    GROUP BY "sessions"."status" ORDER BY "sessions"."status" ASC LIMIT 1000;
:seen
SELECT DATE_TRUNC('month', ("source"."created_at" AT TIME ZONE 'Asia/Tokyo'))
           AS "created_at", COUNT(*) AS "count", SUM("minutes_consumed")
    FROM "reports"."sessions" AS "source"
    WHERE ("source"."created_at" >= timestamptz '2026-01-01 00:00:00.000+09:00')
      AND ("source"."created_at" < timestamptz '2026-02-01 00:00:00.000+09:00')
    GROUP BY DATE_TRUNC('month', ("source"."created_at" AT TIME ZONE 'Asia/Tokyo'))
    ORDER BY 1 ASC;
:seen
SELECT "__mb_source"."status", COUNT(*) AS "count"
    FROM (SELECT * FROM sessions WHERE minutes_consumed > 4) "__mb_source"
    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10;
:seen

-- Grafana: what a chart is made from, then the chart.
SELECT column_name FROM information_schema.columns
    WHERE table_schema = 'reports' AND table_name = 'sessions'
      AND data_type IN ('timestamp with time zone', 'double precision')
    ORDER BY ordinal_position;
SELECT floor(extract(epoch FROM created_at) / 86400) * 86400 AS "time",
       sum(minutes_consumed) AS "minutes"
    FROM sessions
    WHERE created_at BETWEEN '2026-01-01T00:00:00Z' AND '2026-01-31T23:59:59.999Z'
    GROUP BY 1 ORDER BY 1;
:seen
SELECT created_at AS "time", status AS metric, minutes_consumed AS value
    FROM sessions
    WHERE created_at >= '2026-01-12T00:00:00Z'::timestamptz
      AND created_at <= '2026-01-19T23:00:00Z'::timestamptz
      AND status IN ('LIVE', 'ENDED')
    ORDER BY 1;
:seen

-- Superset: a probe of columns, a virtual dataset, a filter of a dashboard.
SELECT session_id FROM (SELECT session_id FROM reports.sessions) AS inner_qry
    LIMIT 1;
:seen
SELECT status AS status, count(DISTINCT session_id) AS "COUNT_DISTINCT(session_id)"
    FROM (SELECT s.session_id, s.status, p.duration
          FROM sessions s JOIN sessions_participants p USING (app_id, session_id)
          WHERE s.status = 'ENDED') AS virtual_table
    GROUP BY status ORDER BY 2 DESC LIMIT 1000;
:seen

-- Tableau: what the connection can do, custom SQL, a domain, an extract.
SELECT * FROM (SELECT * FROM sessions) AS "Custom SQL Query" LIMIT 0;
SELECT 1 FROM (SELECT * FROM sessions_participants) t WHERE 1 = 0;
CREATE LOCAL TEMPORARY TABLE "#Tableau_1_Connect" ("COL" INTEGER NOT NULL)
    ON COMMIT PRESERVE ROWS;
:seen
SELECT * INTO LOCAL TEMPORARY "#Tableau_1_Filter" FROM (
    SELECT CAST(s.session_id AS TEXT) AS session_id
    FROM sessions s WHERE s.status = 'ENDED'
    GROUP BY 1 ORDER BY 1 LIMIT 1) q;
:seen
SELECT t.session_id FROM "#Tableau_1_Filter" t;
SELECT SUM(1) AS "number", "Custom SQL Query"."preset_name" AS "preset_name"
    FROM (SELECT session_id, preset_name FROM sessions_participants)
        AS "Custom SQL Query"
    WHERE "Custom SQL Query"."session_id" IN ('sess-1')
    GROUP BY 2 ORDER BY 2;
:seen
SELECT COUNT(DISTINCT session_id) FROM sessions HAVING (COUNT(1) > 0);
:seen

-- Power BI: a preview, a folded filter.
SELECT "$Table".session_id, "$Table".started_at
    FROM reports.sessions "$Table" ORDER BY 1 LIMIT 1000;
:seen
SELECT "rows".status AS status, sum("rows".minutes_consumed) AS a0
    FROM (SELECT "_".status, "_".minutes_consumed FROM reports.sessions "_"
          WHERE "_".status = 'ENDED' AND "_".status IS NOT NULL) "rows"
    GROUP BY status LIMIT 1000001;
:seen

-- DBeaver, DataGrip: rows, how many there are, one page further, a sorted one.
SELECT x.session_id FROM reports.sessions x LIMIT 2;
:seen
SELECT count(*) FROM reports.sessions x;
:seen
SELECT session_id FROM (SELECT x.* FROM reports.sessions x
    ORDER BY x.created_at DESC) z_q LIMIT 2 OFFSET 1;
:seen

-- Evidence, Cube: how many rows, then the rows by a cursor.
WITH root AS (SELECT session_id, status FROM sessions)
    SELECT COUNT(*) AS cnt FROM root;
:seen
BEGIN READ ONLY;
DECLARE c CURSOR FOR SELECT session_id FROM sessions_participants;
FETCH 2 FROM c;
CLOSE c;
COMMIT;
:forget
SELECT "sessions".status "sessions__status", count("sessions".session_id) "n"
    FROM (SELECT * FROM reports.sessions) AS "sessions"
    WHERE ("sessions".created_at >= '2026-01-01T00:00:00.000Z'::timestamptz
       AND "sessions".created_at <= '2026-01-31T23:59:59.999Z'::timestamptz)
    GROUP BY 1 ORDER BY 2 DESC LIMIT 10000;
:seen

-- psql and pgAdmin: their lists, whole rows, system columns.
\set ECHO none
\o /dev/null
\dn
\dE realtime_kit.*
\det+ realtime_kit.*
\dv+ reports.*
\d+ realtime_kit.sessions
\d+ reports.sessions
\o
\set ECHO all
:seen
SELECT (x).status, (x).session_id FROM realtime_kit.sessions x
    WHERE session_id = 'sess-1';
SELECT row_to_json(x)->>'status' FROM sessions x WHERE session_id = 'sess-1';
SELECT tableoid::regclass FROM realtime_kit.sessions LIMIT 1;
:seen
SELECT pg_relation_size('realtime_kit.sessions'), pg_total_relation_size(
    'reports.sessions');
:seen

-- Two charts of ended sessions, in one connection: with the cache, the second
-- costs the list of sessions only.
ALTER SERVER realtime OPTIONS (ADD cache_ttl '1h');
SELECT count(DISTINCT p.user_id) FROM sessions s
    JOIN sessions_participants p USING (app_id, session_id)
    WHERE s.status = 'ENDED';
:seen
SELECT p.preset_name, count(*) FROM sessions s
    JOIN sessions_participants p USING (app_id, session_id)
    WHERE s.status = 'ENDED' GROUP BY 1 ORDER BY 1;
:seen

-- What no foreign table has.
\set VERBOSITY sqlstate
SELECT session_id FROM realtime_kit.sessions TABLESAMPLE SYSTEM (10);
SELECT session_id FROM sessions TABLESAMPLE SYSTEM (10);
INSERT INTO realtime_kit.sessions (session_id) VALUES ('mine');
BEGIN READ ONLY;
SELECT session_id FROM realtime_kit.sessions FOR SHARE;
ROLLBACK;
:seen

\set ECHO none
SET client_min_messages = error;
DROP SCHEMA reports CASCADE;
DROP SERVER realtime CASCADE;
