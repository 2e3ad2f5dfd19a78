-- Foreign scans under one Append run side by side: partitions, and UNION ALL.
\i test/regress.sql
\pset format unaligned
\pset tuples_only on
-- What cannot run side by side fails soon where it has to.
ALTER SERVER realtime OPTIONS (ADD request_timeout '10s', ADD max_retries '1');
CREATE TABLE all_sessions (LIKE sessions) PARTITION BY LIST (app_id);
CREATE FOREIGN TABLE sessions_1 PARTITION OF all_sessions
    FOR VALUES IN ('app-1') SERVER realtime
    OPTIONS (resource 'sessions', app_id 'app-1');
CREATE FOREIGN TABLE sessions_2 PARTITION OF all_sessions
    FOR VALUES IN ('app-2') SERVER realtime
    OPTIONS (resource 'sessions', app_id 'app-2');
CREATE TABLE all_people (LIKE sessions_participants) PARTITION BY LIST (app_id);
CREATE FOREIGN TABLE people_1 PARTITION OF all_people
    FOR VALUES IN ('app-1') SERVER realtime
    OPTIONS (resource 'sessions_participants', app_id 'app-1');
CREATE FOREIGN TABLE people_2 PARTITION OF all_people
    FOR VALUES IN ('app-2') SERVER realtime
    OPTIONS (resource 'sessions_participants', app_id 'app-2');
SET enable_partitionwise_join = on;

-- How many scans of a plan run side by side; and what each came to.
CREATE FUNCTION async_scans(options text, query text) RETURNS SETOF jsonb
LANGUAGE plpgsql AS $$
DECLARE
    plan jsonb;
BEGIN
    EXECUTE format('EXPLAIN (FORMAT JSON %s) %s', options, query) INTO plan;
    RETURN QUERY SELECT scan FROM jsonb_path_query(plan,
        'strict $.** ? (@."Async Capable" == true)') AS scan;
END $$;
CREATE FUNCTION side_by_side(query text) RETURNS bigint LANGUAGE sql
BEGIN ATOMIC SELECT count(*) FROM async_scans('', query); END;

-- The replies are held until all requests have come.
\! test/ctl.sh fault match=/sessions? fault=gather of=2 >/dev/null
SELECT app_id, session_id, status FROM all_sessions ORDER BY 1, 2;
:seen
SELECT session_id FROM sessions WHERE app_id = 'app-1'
UNION ALL
SELECT session_id FROM sessions WHERE app_id = 'app-2' ORDER BY 1;
:seen
-- The same list twice: each scan sends its own request.
SELECT session_id FROM sessions WHERE app_id = 'app-1'
UNION ALL
SELECT session_id FROM sessions WHERE app_id = 'app-1' ORDER BY 1;
:seen
-- Over two servers.
CREATE SERVER other FOREIGN DATA WRAPPER rtk_fdw
    OPTIONS (base_url :'base_url', account_id 'acc-demo', app_id 'app-2',
        rate_limit '0', request_timeout '10s', max_retries '1');
CREATE USER MAPPING FOR CURRENT_USER SERVER other
    OPTIONS (api_token 'test-token');
CREATE FOREIGN TABLE sessions_other (session_id text, app_id text)
    SERVER other OPTIONS (resource 'sessions');
SELECT 'realtime', session_id FROM sessions WHERE app_id = 'app-1'
UNION ALL
SELECT 'other', session_id FROM sessions_other ORDER BY 1, 2;
:seen
\! test/ctl.sh reset >/dev/null
-- Joins, be they of partitions.
SELECT side_by_side($$SELECT 1 FROM all_sessions s
    JOIN all_people p USING (app_id, session_id)$$);
SELECT app_id, session_id, count(*), max(s.status) FROM all_sessions s
    JOIN all_people p USING (app_id, session_id) GROUP BY 1, 2 ORDER BY 1, 2;
:seen
-- Chains, with details: what one scan does moves the requests of the other.
SELECT app_id, participant_id, device_info ->> 'browser' FROM all_people
    WHERE duration BETWEEN 30 AND 45 ORDER BY 1, 2;
:seen

-- Counts, and LIMITs of their own.
\! test/ctl.sh fault match=/sessions? fault=gather of=2 >/dev/null
SELECT count(*) FROM sessions_1 UNION ALL SELECT count(*) FROM sessions_2
    ORDER BY 1;
:seen
(SELECT session_id FROM sessions_1 LIMIT 1 OFFSET 1)
UNION ALL
(SELECT session_id FROM sessions_2 LIMIT 1) ORDER BY 1;
:seen
\! test/ctl.sh reset >/dev/null

-- The option: of a table, of a server.
SELECT side_by_side('SELECT * FROM all_sessions');
ALTER FOREIGN TABLE sessions_2 OPTIONS (ADD async_capable 'false');
SELECT side_by_side('SELECT * FROM all_sessions');
SELECT side_by_side($$SELECT 1 FROM all_sessions s
    JOIN all_people p USING (app_id, session_id)$$);
SELECT app_id, session_id FROM all_sessions ORDER BY 1, 2;
:seen
ALTER FOREIGN TABLE sessions_2 OPTIONS (DROP async_capable);
ALTER SERVER realtime OPTIONS (ADD async_capable 'false');
SELECT side_by_side('SELECT * FROM all_sessions');
SELECT app_id, session_id FROM all_sessions ORDER BY 1, 2;
:seen
ALTER SERVER realtime OPTIONS (DROP async_capable);

-- Partitions that are pruned are not asked for.
SELECT session_id FROM all_sessions WHERE app_id = 'app-2' ORDER BY 1;
:seen
SET plan_cache_mode = force_generic_plan;
PREPARE of_app(text) AS
    SELECT session_id FROM all_sessions WHERE app_id = $1 ORDER BY 1;
EXECUTE of_app('app-1');
EXECUTE of_app('app-3');
:seen
RESET plan_cache_mode;
SELECT session_id FROM all_sessions
    WHERE app_id = (SELECT max(app_id) FROM apps) ORDER BY 1;
:seen

-- A LIMIT that bounds what is asked for makes them wait for one another.
SELECT side_by_side('SELECT session_id FROM all_sessions LIMIT 2');
SELECT count(*) FROM (SELECT session_id FROM all_sessions LIMIT 2) AS two;
:seen
SELECT count(*) FROM (SELECT session_id FROM all_sessions LIMIT 4) AS four;
:seen
SELECT session_id FROM all_sessions ORDER BY minutes_consumed DESC LIMIT 2;
:seen
-- Another one sends at most the first requests of each.
SELECT count(*) FROM (SELECT 1 FROM all_sessions
    WHERE minutes_consumed >= 0 LIMIT 1) AS one;
\! test/ctl.sh summary format=text | grep -E '^requests [12]$' | sed 's/[12]/at most 2/'
:forget
SELECT count(*) FROM (SELECT * FROM all_sessions LIMIT 0) AS none;
:seen

-- A local partition, a plan that could be parallel, and two Appends at once.
CREATE TABLE sessions_3 PARTITION OF all_sessions FOR VALUES IN ('app-3');
INSERT INTO sessions_3 (app_id, session_id) VALUES ('app-3', 'sess-6');
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SELECT app_id, session_id FROM all_sessions ORDER BY 1, 2;
:seen
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
SELECT a.session_id, b.session_id FROM all_sessions a
    JOIN all_sessions b ON b.associated_id = a.associated_id
        AND b.session_id > a.session_id ORDER BY 1, 2;
:forget
DROP TABLE sessions_3;

-- Again and again: with values that are sent, with others, and in vain.
SELECT m.meeting_id,
       (SELECT string_agg(s.session_id, ',' ORDER BY s.session_id)
        FROM all_sessions s WHERE s.associated_id = m.meeting_id)
    FROM meetings m ORDER BY 1;
:seen
SELECT m.meeting_id,
       (SELECT string_agg(s.session_id, ',' ORDER BY s.session_id)
        FROM all_sessions s WHERE s.minutes_consumed > 30 * length(m.title) - 300)
    FROM meetings m ORDER BY 1;
:seen
SELECT m.meeting_id, (SELECT count(*) FROM (SELECT 1 FROM all_sessions s
        WHERE s.minutes_consumed > length(m.title) - 100 LIMIT 1) AS one)
    FROM meetings m ORDER BY 1;
:forget
SELECT count(*) FROM generate_series(1, 3) AS n CROSS JOIN LATERAL
    (SELECT n, s.session_id FROM all_sessions s OFFSET 0) AS s;
:forget

-- A cursor that waits for a reply, which comes while another scan waits for its
-- own; and one that is closed while it waits.
CREATE FUNCTION interleaved(OUT first text, OUT other bigint, OUT rest int)
LANGUAGE plpgsql AS $$
DECLARE
    both CURSOR FOR SELECT app_id FROM all_sessions;
    ignored text;
BEGIN
    OPEN both;
    FETCH both INTO first;
    SELECT count(*) INTO other FROM sessions WHERE app_id = 'app-2';
    rest := 0;
    LOOP
        FETCH both INTO ignored;
        EXIT WHEN NOT FOUND;
        rest := rest + 1;
    END LOOP;
    CLOSE both;
    OPEN both;
    FETCH both INTO ignored;
    CLOSE both;
END $$;
\! test/ctl.sh fault match=app-2/sessions? fault=gather of=2 >/dev/null
SELECT * FROM interleaved();
\! test/ctl.sh reset >/dev/null

-- An error in one of them while another would wait for ever; what comes after.
\! test/ctl.sh fault match=app-1/sessions? fault=status status=400 >/dev/null
\! test/ctl.sh fault match=app-2/sessions? fault=hang_headers >/dev/null
\set VERBOSITY sqlstate
SELECT count(*) FROM all_sessions;
\set VERBOSITY default
DO $$
BEGIN
    PERFORM session_id FROM all_sessions;
EXCEPTION WHEN fdw_error THEN
    RAISE NOTICE 'caught';
END $$;
\! test/ctl.sh reset >/dev/null
SELECT count(*) FROM all_sessions;
:seen

-- Each waits for its own time: after failures, and for the rate limit.
\! test/ctl.sh fault match=app-1/sessions? fault=status status=503 times=1 >/dev/null
\! test/ctl.sh fault match=app-2/sessions? fault=status status=503 times=1 >/dev/null
SELECT count(*) FROM all_sessions;
:seen
\! test/ctl.sh config ratelimit=0,1 >/dev/null
SELECT count(*) FROM all_people WHERE duration >= 60;
:seen
\! test/ctl.sh reset >/dev/null
-- They have one bound of requests together.
ALTER SERVER realtime OPTIONS (ADD max_requests '1');
SELECT count(*) FROM all_sessions;
\echo :LAST_ERROR_SQLSTATE
ALTER SERVER realtime OPTIONS (SET max_requests '2');
SELECT count(*) FROM all_sessions;
ALTER SERVER realtime OPTIONS (DROP max_requests);

-- EXPLAIN ANALYZE counts the rows and requests of each.
SELECT scan ->> 'Relation Name', (scan ->> 'Actual Rows')::numeric::int,
       scan ->> 'Actual Loops', scan ->> 'Requests',
       (scan ->> 'Rows Removed by Filter')::numeric::int
    FROM async_scans(', ANALYZE, TIMING OFF', $$SELECT participant_id
        FROM all_people WHERE duration >= 30$$) AS scan ORDER BY 1;
\! test/ctl.sh config latency=50 >/dev/null
SELECT min((scan ->> 'Waiting For API')::numeric) > 0
    FROM async_scans(', ANALYZE', 'SELECT * FROM all_sessions') AS scan;
\! test/ctl.sh reset >/dev/null

\set ECHO none
SET client_min_messages = error;
DROP TABLE all_sessions, all_people;
DROP FUNCTION interleaved(), side_by_side(text), async_scans(text, text);
DROP SERVER realtime, other CASCADE;
