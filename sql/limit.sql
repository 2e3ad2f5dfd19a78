-- LIMIT and OFFSET that the scan does itself: rows and requests, and the same
-- rows where PostgreSQL does all.
\i test/regress.sql
\pset format unaligned
\pset tuples_only on
ALTER SERVER realtime OPTIONS (ADD app_id 'app-1');
-- Who does it: a node of its own, or the scan, by a line of its own.
CREATE FUNCTION plan(query text) RETURNS SETOF text LANGUAGE sql AS $$
    SELECT plan_lines(query, 'Limit|Bounded By.*|Sort$|Incremental Sort'
                             '|LockRows|ProjectSet|WindowAgg')
$$;

-- One list: a page as small as will do, and nothing behind it.
SELECT session_id FROM sessions LIMIT 2;
:seen
SELECT session_id FROM sessions OFFSET 1 LIMIT 1;
:seen
SELECT session_id FROM sessions OFFSET 1;
:seen
SELECT plan('SELECT session_id FROM sessions LIMIT 2');
SELECT plan('SELECT session_id FROM sessions LIMIT 2 OFFSET 1');
SELECT plan('SELECT session_id FROM sessions OFFSET 1');
-- Through subqueries and views, with expressions and all columns.
CREATE VIEW listed AS SELECT session_id AS id, upper(status) AS s, created_at
    FROM sessions;
SELECT id, s FROM (SELECT * FROM listed) t LIMIT 2 OFFSET 1;
SELECT plan('SELECT id, s FROM (SELECT * FROM listed) t LIMIT 2 OFFSET 1');
SELECT count(*) FROM (SELECT * FROM sessions LIMIT 2) t;
:seen
-- In the API's order.
SELECT session_id FROM sessions ORDER BY created_at DESC LIMIT 1 OFFSET 1;
:seen
SELECT id FROM listed ORDER BY created_at LIMIT 2 OFFSET 2;
:seen
SELECT plan('SELECT id FROM listed ORDER BY created_at LIMIT 2 OFFSET 2');
-- What the API says of itself: exact, so the page is small.
SELECT session_id FROM sessions WHERE app_id = 'app-1' AND search = 'planning'
    LIMIT 1;
SELECT participant_id FROM sessions_participants
    WHERE session_id IN ('sess-1', 'sess-2') LIMIT 2 OFFSET 4;
:seen
-- What is filtered here is not limited there.
SELECT session_id FROM sessions WHERE status = 'LIVE' LIMIT 1;
SELECT plan('SELECT session_id FROM sessions WHERE status = ''LIVE'' LIMIT 1');
SELECT plan('SELECT session_id FROM sessions WHERE created_at > now() LIMIT 1');
SELECT session_id FROM sessions WHERE app_id > 'app' LIMIT 1;
:seen
-- An id that is looked for in a list.
SELECT recording_id FROM recordings
    WHERE recording_id = 'rec-2' AND meeting_id = 'meet-1' LIMIT 1;
:seen

-- Values known when it is run: NULL is none, no row needs no request.
SET plan_cache_mode = force_generic_plan;
PREPARE page(bigint, bigint) AS SELECT session_id FROM sessions
    ORDER BY created_at LIMIT $1 OFFSET $2;
EXECUTE page(1, 1);
:seen
EXECUTE page(NULL, 2);
:seen
EXECUTE page(1, NULL);
:seen
EXECUTE page(0, 1);
:seen
EXECUTE page(-1, 1);
\echo :LAST_ERROR_SQLSTATE
EXECUTE page(1, -1);
\echo :LAST_ERROR_SQLSTATE
:seen
SELECT session_id FROM sessions LIMIT (SELECT count(*) - 1 FROM apps);
:seen
RESET plan_cache_mode;
SELECT session_id FROM sessions LIMIT 0;
SELECT session_id FROM sessions LIMIT ALL OFFSET 5;
:seen
-- Without the option app_id an empty limit is no error; with rows it is.
ALTER SERVER realtime OPTIONS (ADD enumerate 'false', DROP app_id);
SELECT session_id FROM sessions LIMIT 0;
SELECT session_id FROM sessions LIMIT 1;
ALTER SERVER realtime OPTIONS (DROP enumerate);

-- Several lists, one after the other, as far as they are needed.
SELECT session_id FROM sessions LIMIT 2;
:seen
SELECT session_id FROM sessions LIMIT 1 OFFSET 3;
:seen
SELECT session_id FROM sessions OFFSET 4;
:seen
ALTER SERVER realtime OPTIONS (ADD app_id 'app-1');
-- Rows that are skipped have no details.
SELECT participant_id, device_info IS NOT NULL FROM sessions_participants
    WHERE session_id = 'sess-1' LIMIT 1 OFFSET 3;
:seen

-- Pages that OFFSET skips are not read: as few pages as possible, and small.
\! test/ctl.sh config list_size=450 >/dev/null
CREATE VIEW big AS SELECT participant_id AS id, duration
    FROM sessions_participants WHERE session_id = 'sess-big';
SELECT string_agg(id, ' ') FROM (SELECT id FROM big LIMIT 3 OFFSET 20) b;
:seen
SELECT count(*), min(id), max(id) FROM (SELECT id FROM big
    LIMIT 20 OFFSET 200) b;
:seen
SELECT count(*), min(id), max(id) FROM (SELECT id FROM big
    LIMIT 20 OFFSET 250) b;
:seen
SELECT count(*), min(id), max(id) FROM (SELECT id FROM big
    LIMIT 230 OFFSET 230) b;
:seen
SELECT count(*), min(id), max(id) FROM (SELECT id FROM big OFFSET 410) b;
:seen
ALTER SERVER realtime OPTIONS (ADD sort_pushdown 'trust');
SELECT count(*), min(id), max(id) FROM (SELECT id FROM big
    ORDER BY duration LIMIT 10 OFFSET 300) b;
:seen
ALTER SERVER realtime OPTIONS (DROP sort_pushdown);
-- Behind the end.
SELECT id FROM big LIMIT 5 OFFSET 450;
SELECT id FROM big LIMIT 5 OFFSET 449;
:seen
SELECT id FROM big LIMIT 5 OFFSET 9223372036854775807;
:forget
-- The reply does not say where its rows stand: the list is read from page 1.
\! test/ctl.sh config paging=none >/dev/null
SELECT count(*), min(id), max(id) FROM (SELECT id FROM big
    LIMIT 20 OFFSET 250) b;
:seen
SELECT id FROM big LIMIT 5 OFFSET 450;
:seen
-- Or it says that they stand elsewhere: other pages than were asked for ...
\! test/ctl.sh config paging=auto page_cap=60 >/dev/null
SELECT count(*), min(id), max(id) FROM (SELECT id FROM big
    LIMIT 100 OFFSET 200) b;
:seen
SELECT count(*), min(id), max(id) FROM (SELECT id FROM big OFFSET 410) b;
:forget
-- ... rows that moved, or the first page whatever was asked for.
\! test/ctl.sh config page_cap=0 overlap=1 >/dev/null
SELECT count(*), min(id), max(id) FROM (SELECT id FROM big
    LIMIT 20 OFFSET 250) b;
:seen
\! test/ctl.sh config overlap=0 repeat_page=1 >/dev/null
SELECT id FROM big LIMIT 20 OFFSET 250;
\echo :LAST_ERROR_SQLSTATE
:seen
\! test/ctl.sh config repeat_page=0 >/dev/null
-- A total that is too low or too high.
\! test/ctl.sh config total_delta=-230 >/dev/null
SELECT count(*), min(id), max(id) FROM (SELECT id FROM big
    LIMIT 20 OFFSET 250) b;
:seen
\! test/ctl.sh config total_delta=5 >/dev/null
SELECT count(*), min(id), max(id) FROM (SELECT id FROM big
    LIMIT 20 OFFSET 250) b;
:seen
SELECT id FROM big LIMIT 5 OFFSET 449;
:forget
\! test/ctl.sh config total_delta=0 >/dev/null
-- The server refuses pages so far behind.
\! test/ctl.sh fault match=page_no=11 fault=status status=400 >/dev/null
SELECT count(*), min(id), max(id) FROM (SELECT id FROM big
    LIMIT 20 OFFSET 250) b;
:seen
\! test/ctl.sh reset only=faults >/dev/null
\! test/ctl.sh fault match=page_no=11 fault=status status=404 >/dev/null
SELECT count(*), min(id), max(id) FROM (SELECT id FROM big
    LIMIT 20 OFFSET 250) b;
:seen
\! test/ctl.sh reset >/dev/null
-- Rows skipped are held against the order, if they were read.
\! test/ctl.sh config unsorted=1 >/dev/null
SELECT session_id FROM sessions ORDER BY created_at DESC LIMIT 1 OFFSET 1;
\echo :LAST_ERROR_SQLSTATE
\! test/ctl.sh reset >/dev/null

-- Not the scan's: more rows than LIMIT says may be needed, or what comes
-- between is PostgreSQL's.
SELECT plan('SELECT session_id FROM sessions ORDER BY created_at
    FETCH FIRST 1 ROW WITH TIES');
SELECT plan('SELECT session_id, count(*) OVER () FROM sessions LIMIT 1');
SELECT plan('SELECT session_id, generate_series(1, 2) FROM sessions LIMIT 3');
SELECT plan('SELECT session_id FROM sessions LIMIT 1 FOR UPDATE');
SELECT plan('SELECT DISTINCT status FROM sessions LIMIT 1');
SELECT plan('SELECT session_id FROM sessions ORDER BY created_at, 1 LIMIT 1');
SELECT plan('SELECT session_id FROM sessions LIMIT 1 + random()::int');
SELECT plan('SELECT random() FROM sessions LIMIT 1 OFFSET 1');
SELECT plan('SELECT random() FROM sessions LIMIT 1');
SELECT plan('SELECT session_id FROM sessions UNION ALL
    SELECT app_id FROM apps LIMIT 1');
SELECT session_id FROM sessions ORDER BY created_at
    FETCH FIRST 1 ROW WITH TIES;
SELECT session_id, count(*) OVER () FROM sessions LIMIT 1;
SELECT session_id, generate_series(1, 2) FROM sessions LIMIT 3;
SELECT session_id FROM sessions LIMIT 1 FOR UPDATE;
:forget

-- Cursors, forwards and back.
BEGIN;
DECLARE c SCROLL CURSOR FOR SELECT session_id FROM sessions LIMIT 2;
FETCH 1 FROM c;
:seen
FETCH 2 FROM c;
FETCH PRIOR FROM c;
FETCH ABSOLUTE 1 FROM c;
:seen
DECLARE d CURSOR FOR SELECT session_id FROM sessions LIMIT 1 OFFSET 1;
FETCH ALL FROM d;
COMMIT;
:seen
-- Again and again: with other keys, with other limits, and with the same.
ALTER SERVER realtime OPTIONS (DROP app_id);
SELECT a.app_id, l.session_id FROM apps a, LATERAL (
    SELECT session_id FROM sessions s WHERE s.app_id = a.app_id LIMIT 1 OFFSET 1
    ) l ORDER BY 1;
:seen
ALTER SERVER realtime OPTIONS (ADD app_id 'app-1');
SELECT n, (SELECT session_id FROM sessions LIMIT 1 OFFSET n)
    FROM unnest('{0,2,3,0}'::int[]) n;
:seen
SELECT count(*) FROM generate_series(1, 3) n
    LEFT JOIN LATERAL (SELECT session_id FROM sessions LIMIT 2) s ON n > 0;
:seen
SELECT n, (SELECT session_id FROM sessions LIMIT 1 OFFSET n - n)
    FROM generate_series(1, 3) n;
:seen
-- EXISTS needs one row.
ALTER SERVER realtime OPTIONS (DROP app_id);
SELECT EXISTS (SELECT FROM sessions), EXISTS (SELECT 1 FROM sessions
    WHERE app_id = 'app-2'), EXISTS (SELECT FROM sessions WHERE app_id = 'none');
:seen
ALTER SERVER realtime OPTIONS (ADD app_id 'app-1');
SELECT EXISTS (SELECT FROM sessions WHERE minutes_consumed > 1000);
:seen

-- The same rows with everything done in PostgreSQL.
CREATE TABLE asked (number serial, query text, pushed text);
CREATE FUNCTION rows_of(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    found text;
BEGIN
    EXECUTE format('SELECT string_agg(q::text, '' '') FROM (%s) q', query)
        INTO found;
    RETURN coalesce(found, 'none');
END $$;
INSERT INTO asked (query)
    SELECT format('SELECT %s FROM %s %s LIMIT %s OFFSET %s', columns, source,
                  filter, count, skip)
    FROM (VALUES
        ('session_id', 'sessions', ''),
        ('session_id', 'sessions', 'ORDER BY created_at DESC'),
        ('session_id, created_at', 'sessions',
         'WHERE app_id = ''app-2'' ORDER BY created_at'),
        ('session_id', 'sessions', 'WHERE app_id IN (''app-2'', ''app-1'')'),
        ('participant_id', 'sessions_participants', ''),
        ('participant_id, device_info', 'sessions_participants',
         'WHERE session_id = ''sess-1'''),
        ('webhook_id', 'webhooks', ''),
        ('livestream_session_id', 'livestreams_sessions',
         'WHERE livestream_id = ''ls-1''')) q (columns, source, filter),
        (VALUES ('1'), ('2'), ('4'), ('ALL')) c (count),
        (VALUES ('0'), ('1'), ('3'), ('9')) s (skip);
ALTER SERVER realtime OPTIONS (DROP app_id, ADD per_page '2');
UPDATE asked SET pushed = rows_of(query);
ALTER SERVER realtime OPTIONS (ADD enable_pushdown 'false');
SELECT query, pushed, rows_of(query) FROM asked
    WHERE pushed <> rows_of(query) ORDER BY number;
SELECT count(*), count(*) FILTER (WHERE pushed <> 'none') AS some FROM asked;
SELECT plan('SELECT session_id FROM sessions LIMIT 1');
:forget

\set ECHO none
SET client_min_messages = error;
DROP TABLE asked;
DROP FUNCTION plan(text), rows_of(text);
DROP SERVER realtime CASCADE;
