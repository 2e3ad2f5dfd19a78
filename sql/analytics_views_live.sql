-- rtk_analytics: the live views have the rows of the copied tables, in each
-- generation of the API, and cost what is used of them.
\i test/regress.sql
\pset format unaligned
\pset tuples_only on
SET client_min_messages = error;
CREATE EXTENSION IF NOT EXISTS rtk_analytics;
DROP SCHEMA IF EXISTS copied, copied_live CASCADE;
SELECT rtk_analytics.setup('realtime', 'copied', pii := true) \g /dev/null
RESET client_min_messages;
SELECT count(rtk_analytics.ensure_partitions('copied', '2026-01-01 00:00Z'));

-- What a view costs.  Participants: the list; whoever asks for more, more.
SET search_path = copied_live;
SELECT count(*), max(duration) FROM participants
    WHERE app_id = 'app-1' AND session_id = 'sess-2';
:seen
SELECT count(*) FROM peer_events WHERE app_id = 'app-1' AND session_id = 'sess-2';
:seen
SELECT count(*), sum(minutes) FROM presence
    WHERE app_id = 'app-1' AND session_id = 'sess-2';
:seen
SELECT count(*), count(mos), min(browser) FROM participant_stats
    WHERE app_id = 'app-1' AND session_id = 'sess-2';
:seen
SELECT browser, mos FROM participant_stats WHERE app_id = 'app-1'
    AND session_id = 'sess-2' AND participant_id = 'part-6';
:seen
-- Who was there costs no statistics; quality costs them; both cost both.
SELECT participants, peak_participants, title FROM session_summary
    WHERE app_id = 'app-1' AND session_id = 'sess-2';
:seen
SELECT mos, poor_participants FROM session_summary
    WHERE app_id = 'app-1' AND session_id = 'sess-2';
:seen
SELECT title, status FROM session_summary WHERE app_id = 'app-1'
    AND session_id = 'sess-2';
:seen
-- A condition on the start reaches the API, and only those sessions are read.
SELECT session_id, participants FROM session_summary WHERE app_id = 'app-1'
    AND started_at >= '2026-01-15 00:00Z' AND started_at < '2026-02-01 00:00Z';
:seen
SELECT count(*) FROM join_leave_timeline
    WHERE app_id = 'app-1' AND session_id = 'sess-2';
:seen
SELECT count(*), max(seconds_since_join) FROM peer_event_timeline
    WHERE app_id = 'app-1' AND session_id = 'sess-2';
:seen
SELECT participant_id, quality_grade FROM participant_quality
    WHERE app_id = 'app-1' AND session_id = 'sess-2' ORDER BY 1;
:seen
SELECT count(*) FROM session_summary WHERE false;
:seen

-- Requests cost as much as large tables: each plan would be compiled first.
SET jit = off;

-- Copy all, as the API is now, in one statement for each table.
CREATE PROCEDURE pg_temp.copy() LANGUAGE plpgsql AS $$
DECLARE
    relation text;
BEGIN
    TRUNCATE copied.apps, copied.meetings, copied.sessions, copied.participants,
        copied.peer_events, copied.participant_stats, copied.quality_series,
        copied.participant_pii;
    INSERT INTO copied.apps SELECT * FROM copied_live.apps;
    INSERT INTO copied.meetings SELECT * FROM copied_live.meetings;
    INSERT INTO copied.sessions SELECT app_id, session_id, associated_id,
        meeting_display_name, type, status, created_at, started_at, ended_at,
        updated_at, live_participants, max_concurrent_participants,
        minutes_consumed FROM copied_live.sessions;
    INSERT INTO copied.participants
        SELECT p.app_id, p.session_id, p.participant_id, s.started_at,
               p.user_id, p.custom_participant_id, p.display_name,
               p.preset_name, p.joined_at, p.left_at, p.duration, p.created_at,
               p.updated_at
        FROM copied_live.participants p
        JOIN copied.sessions s USING (app_id, session_id);
    FOREACH relation IN ARRAY ARRAY['peer_events', 'participant_stats',
        'quality_series', 'participant_pii']
    LOOP
        EXECUTE format('INSERT INTO copied.%I SELECT (jsonb_populate_record('
            'NULL::copied.%1$I, to_jsonb(r) || jsonb_build_object('
            '''session_started_at'', s.started_at))).* FROM copied_live.%1$I r '
            'JOIN copied.sessions s USING (app_id, session_id)', relation);
    END LOOP;
END $$;
-- How many rows of a view are there, and how many only copied or only live.
-- Where a live session has more of them each day, those before it began.
CREATE FUNCTION pg_temp.compared() RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    name text;
    line text;
BEGIN
    FOR name IN
        SELECT relname || CASE relname WHEN 'concurrency_profile'
                   THEN ' x WHERE minute < ''2026-01-19''' ELSE ' x' END
        FROM pg_class
        WHERE relnamespace = 'copied_live'::regnamespace AND relkind = 'v'
        UNION ALL
        SELECT format('%s(%L) x WHERE %I < %L', proname, 'Asia/Kolkata',
                      proargnames[3], '2026-01-19') FROM pg_proc
        WHERE pronamespace = 'copied_live'::regnamespace
        ORDER BY 1
    LOOP
        EXECUTE format($q$
            WITH c AS MATERIALIZED (
                SELECT to_jsonb(x) - 'session_started_at' AS j FROM copied.%s),
            l AS MATERIALIZED (SELECT to_jsonb(x) AS j FROM copied_live.%1$s)
            SELECT format('%%s: %%s rows, %%s only copied, %%s only live', %2$L,
                (SELECT count(*) FROM c),
                (SELECT count(*) FROM (TABLE c EXCEPT ALL TABLE l) x),
                (SELECT count(*) FROM (TABLE l EXCEPT ALL TABLE c) x))
            $q$, name, regexp_replace(name, '\W.*', '')) INTO line;
        RETURN NEXT line;
    END LOOP;
END $$;
-- Columns are the same too, but for session_started_at.
SELECT relname, attname, format_type(atttypid, atttypmod), count(*),
       min(relnamespace::regnamespace::text)
    FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid AND attnum > 0
    WHERE relname IN (SELECT relname FROM pg_class
                      WHERE relnamespace = 'copied_live'::regnamespace
                        AND relkind = 'v')
      AND relnamespace IN ('copied'::regnamespace, 'copied_live'::regnamespace)
    GROUP BY 1, 2, 3 HAVING count(*) <> 2
    ORDER BY 1;

BEGIN;
CALL pg_temp.copy();
SELECT pg_temp.compared();
COMMIT;
:forget
\set done `test/ctl.sh config generation=2026-05`
BEGIN;
CALL pg_temp.copy();
SELECT pg_temp.compared();
COMMIT;
:forget
-- Statistics come from the peer report now.
SELECT source, count(*) FROM copied.participant_stats GROUP BY 1 ORDER BY 1;
SELECT count(*), count(mos), min(browser) FROM participant_stats
    WHERE app_id = 'app-1' AND session_id = 'sess-2';
:seen
\set done `test/ctl.sh config generation=2026-07`
BEGIN;
CALL pg_temp.copy();
SELECT pg_temp.compared();
COMMIT;
:forget
SELECT count(*), count(mos), min(browser) FROM participant_stats
    WHERE app_id = 'app-1' AND session_id = 'sess-2';
:seen

\set ECHO none
SET client_min_messages = error;
SELECT rtk_analytics.teardown('realtime', 'copied') \g /dev/null
