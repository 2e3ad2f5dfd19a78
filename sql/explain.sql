-- I16: EXPLAIN tells the requests, and ANALYZE what they came to.
\i test/regress.sql
ALTER SERVER realtime OPTIONS (ADD app_id 'app-1');
\pset format unaligned
\pset tuples_only on

-- The lines of a plan that are ours, without figures that vary.
CREATE FUNCTION plan(options text, query text) RETURNS SETOF text
LANGUAGE plpgsql AS $$
DECLARE
    line text;
BEGIN
    FOR line IN EXECUTE format('EXPLAIN (COSTS OFF %s) %s', options, query) LOOP
        CONTINUE WHEN line ~ '^ *(Planning|Execution|Buffers|Disabled)';
        line := regexp_replace(line, '(Bytes|Waiting For API|Back-off[^:]*): .*',
                               '\1: N');
        RETURN NEXT regexp_replace(line, 'actual rows.* loops', 'actual loops');
    END LOOP;
END $$;

-- One request; where each of its parameters comes from.
SELECT plan('', $$SELECT display_name FROM sessions_participants
    WHERE session_id = 'secret-1' AND participant_id = 'secret-2'$$);
-- A chain; columns decide what is sent.
SET rtk_test.app = 'app-1';
SELECT plan('', $$SELECT peer_events, device_info FROM sessions_participants
    WHERE app_id = current_setting('rtk_test.app') AND duration > 5$$);
SELECT plan('', $$SELECT callstats FROM sessions_participants
    WHERE session_id = 'sess-1'$$);
ALTER FOREIGN TABLE sessions_participants
    OPTIONS (ADD callstats_from 'peer_report', ADD app_id 'app-2');
SELECT plan('', $$SELECT callstats FROM sessions_participants
    WHERE session_id = 'sess-1'$$);
ALTER FOREIGN TABLE sessions_participants
    OPTIONS (DROP callstats_from, DROP app_id);
-- Parameters of the query, and members that the API filters by.
SELECT plan('', $$SELECT 1 FROM sessions_participants WHERE session_id = 'x'
    AND view = 'consolidated' AND sort_by = 'duration' AND page_no = 2$$);
SELECT plan('', $$SELECT 1 FROM sessions WHERE status = 'LIVE'$$);
-- Without app_id, apps are enumerated.
ALTER SERVER realtime OPTIONS (DROP app_id);
SELECT plan('', 'SELECT session_id, status FROM sessions');
ALTER SERVER realtime OPTIONS (DROP account_id);
SELECT plan('', 'SELECT session_id, status FROM sessions');
ALTER SERVER realtime OPTIONS (ADD account_id 'acc-demo', ADD app_id 'app-1');

-- Values only in VERBOSE, the token never.
SELECT plan(', VERBOSE', $$SELECT display_name FROM sessions_participants
    WHERE session_id IN ('sess-1', 'sess-2') AND participant_id = 'part-1'$$);
SET plan_cache_mode = force_generic_plan;
PREPARE p(text) AS SELECT status FROM sessions WHERE session_id = $1;
SELECT plan(', VERBOSE', $$EXECUTE p('sess-1')$$);
RESET plan_cache_mode;
SELECT count(*) AS tokens FROM plan(', VERBOSE', 'SELECT * FROM apps') l
    WHERE l ~ 'test-token';
:seen

-- Of a join, those of all its tables; times are ends of a range.
SELECT l FROM plan(', VERBOSE', $$SELECT s.session_id FROM sessions s
    JOIN sessions_participants p USING (session_id) WHERE s.status = 'LIVE'
    AND s.created_at >= '2026-01-01 00:00Z' AND p.view = 'raw'$$) l
    WHERE l !~ 'Estimated';
-- How the last table is joined, and what of it.
SELECT l FROM plan('', $$SELECT s.session_id, p.participant_id FROM sessions s
    LEFT JOIN sessions_participants p
        ON p.session_id = s.session_id AND p.duration > 5$$) l
    WHERE l !~ 'Estimated';
SELECT l FROM plan('', $$SELECT s.session_id FROM sessions s WHERE NOT EXISTS (
    SELECT FROM sessions_participants p WHERE p.session_id = s.session_id)$$) l
    WHERE l !~ 'Estimated';
-- Nothing is listed that the option forbids to list.
ALTER SERVER realtime OPTIONS (ADD enumerate 'false');
SELECT plan('', 'SELECT participant_id FROM sessions_participants');
SELECT plan('', 'SELECT session_id FROM sessions');
ALTER SERVER realtime OPTIONS (DROP enumerate);
:seen

-- What was done.
SELECT plan(', ANALYZE, TIMING OFF, SUMMARY OFF',
    'SELECT callstats FROM sessions_participants WHERE session_id = ''sess-2''');
:seen
SELECT plan(', ANALYZE, TIMING OFF, SUMMARY OFF',
    'SELECT title FROM meetings WHERE meeting_id IN (''meet-1'', ''meet-9'')');
:forget
\! test/ctl.sh fault match=sess-1/participants fault=missing >/dev/null
\! test/ctl.sh fault match=sess-2/participants fault=status status=503 times=1 >/dev/null
\! test/ctl.sh fault match=sess-3/participants fault=badvalue field=duration value=true >/dev/null
ALTER FOREIGN TABLE sessions_participants OPTIONS (ADD on_bad_value 'null');
SELECT plan(', ANALYZE, TIMING OFF, SUMMARY OFF',
    'SELECT duration FROM sessions_participants');
:forget
-- The values of all tables of a join count.
\! test/ctl.sh fault match=/sessions fault=badvalue field=minutes_consumed value=true >/dev/null
ALTER FOREIGN TABLE sessions OPTIONS (ADD on_bad_value 'null');
SELECT plan(', ANALYZE, TIMING OFF, SUMMARY OFF',
    'SELECT minutes_consumed FROM sessions
     JOIN sessions_participants USING (session_id)');
ALTER FOREIGN TABLE sessions OPTIONS (DROP on_bad_value);
\! test/ctl.sh reset >/dev/null
-- Nothing was asked for what was not needed.
SELECT plan(', ANALYZE, TIMING OFF, SUMMARY OFF', $$SELECT title FROM meetings
    WHERE meeting_id = current_setting('rtk_test.none', true)$$);
:seen

-- The same for programs.
CREATE FUNCTION plan_json(query text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    found json;
BEGIN
    EXECUTE 'EXPLAIN (COSTS OFF, FORMAT json, ANALYZE, TIMING OFF, SUMMARY OFF) '
        || query INTO found;
    RETURN found->0->'Plan';
END $$;
SELECT key, CASE key WHEN 'Bytes' THEN '"N"' ELSE value END
    FROM jsonb_each(plan_json('SELECT session_id FROM sessions'))
    WHERE key ~ '^(Level|Parameters|Estimated|Requests|Pages|Retries|Rate)'
       OR key ~ '^(Bytes|Missing|Values|Duplicates|Lists|Waiting|Back)'
    ORDER BY key COLLATE "C";

-- A value that an outer row gives.
EXPLAIN (VERBOSE, COSTS OFF) SELECT a.app_id, s.session_id
    FROM apps a CROSS JOIN LATERAL (SELECT session_id FROM sessions s
                                    WHERE s.app_id = a.app_id OFFSET 0) s
\g (format=unaligned tuples_only=on) | grep -E 'Given:'
-- What the planner counts on: filters of the API make lists shorter, the option
-- rows makes them longer, a key is one of them; what is more than the statement
-- may send is said.
:forget
CREATE FUNCTION estimate(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    plan json;
BEGIN
    EXECUTE 'EXPLAIN (FORMAT json) ' || query INTO plan;
    RETURN format('%s requests%s', plan #>> '{0,Plan,Estimated Requests}',
                  ', ' || (plan #>> '{0,Plan,Warning}'));
END $$;
SELECT estimate('SELECT session_id FROM sessions');
SELECT estimate($$SELECT session_id FROM sessions
    WHERE created_at > now() - interval '1 day'$$);
SELECT estimate('SELECT participant_id FROM sessions_participants');
SELECT estimate($$SELECT participant_id FROM sessions_participants
    WHERE session_id = 'sess-1'$$);
ALTER FOREIGN TABLE sessions OPTIONS (ADD rows '100000');
ALTER FOREIGN TABLE sessions_participants OPTIONS (ADD rows '100000');
SELECT estimate('SELECT session_id FROM sessions');
SELECT estimate($$SELECT session_id FROM sessions WHERE session_id = 'sess-1'$$);
SELECT estimate('SELECT participant_id FROM sessions_participants');
SELECT estimate($$SELECT participant_id FROM sessions_participants
    WHERE session_id = 'sess-1'$$);
SELECT estimate('SELECT participant_id FROM sessions_participants LIMIT 20');
SELECT estimate('SELECT participant_id FROM sessions_participants
    LIMIT 100 OFFSET 900');
SELECT estimate('SELECT session_id FROM sessions ORDER BY created_at LIMIT 20');
-- Smaller pages are more of them, and none is larger than the API gives.
ALTER SERVER realtime OPTIONS (ADD per_page '50');
SELECT estimate('SELECT session_id FROM sessions');
ALTER SERVER realtime OPTIONS (SET per_page '1000');
SELECT estimate('SELECT session_id FROM sessions');
SELECT estimate($$SELECT participant_id FROM sessions_participants
    WHERE session_id = 'sess-1'$$);
ALTER SERVER realtime OPTIONS (DROP per_page);
-- The rows known of both tables of a join say how long the lists of each are.
ALTER FOREIGN TABLE sessions_participants OPTIONS (DROP on_bad_value);
ALTER FOREIGN TABLE sessions OPTIONS (SET rows '300');
SELECT estimate('SELECT s.status, p.display_name FROM sessions s
    JOIN sessions_participants p USING (session_id)');
ALTER SERVER realtime OPTIONS (ADD max_requests '0');
SELECT estimate('SELECT participant_id FROM sessions_participants');
:seen
