-- A path parameter that the query leaves open is enumerated from its parent.
\i test/regress.sql
\pset format unaligned
\pset tuples_only on

-- Apps, their sessions, their participants, in this order.
SELECT app_id, name FROM apps;
:seen
SELECT app_id, session_id, status FROM sessions;
:seen
SELECT app_id, session_id, participant_id FROM sessions_participants;
:seen
-- From where the query says.
SELECT participant_id FROM sessions_participants WHERE app_id = 'app-2';
:seen
-- An id alone is looked for in each app.
SELECT app_id, status FROM sessions WHERE session_id = 'sess-4';
:seen
SELECT session_id, display_name FROM sessions_participants
    WHERE app_id = 'app-1' AND participant_id IN ('part-7', 'part-10');
:seen

-- LIMIT: nothing is asked for that it cannot need.
SELECT session_id FROM sessions WHERE app_id = 'app-1' LIMIT 1;
:seen
ALTER SERVER realtime OPTIONS (ADD max_concurrency '1');
SELECT session_id FROM sessions LIMIT 1;
:seen
SELECT participant_id FROM sessions_participants LIMIT 6;
:seen
ALTER SERVER realtime OPTIONS (DROP max_concurrency);

-- What needs no answer asks for nothing.
SELECT * FROM sessions_participants LIMIT 0;
SELECT * FROM sessions_participants WHERE false;
SELECT * FROM sessions_participants WHERE session_id IS NULL AND false;
PREPARE p AS SELECT * FROM sessions_participants;
DEALLOCATE p;
BEGIN;
DECLARE c CURSOR FOR SELECT * FROM sessions_participants;
CLOSE c;
COMMIT;
CREATE VIEW all_of_them AS SELECT * FROM sessions_participants;
CREATE MATERIALIZED VIEW later AS SELECT * FROM sessions WITH NO DATA;
\o /dev/null
EXPLAIN SELECT * FROM sessions_participants;
EXPLAIN (VERBOSE) SELECT * FROM all_of_them WHERE session_id = 'sess-1';
\d sessions_participants
\o
:seen

-- A parent that vanishes meanwhile is skipped, or an error.
\! test/ctl.sh fault match=sess-2/participants fault=missing >/dev/null
SELECT session_id, count(*) FROM sessions_participants
    WHERE app_id = 'app-1' GROUP BY 1 ORDER BY 1;
ALTER SERVER realtime OPTIONS (ADD on_missing 'error');
SELECT session_id, count(*) FROM sessions_participants
    WHERE app_id = 'app-1' GROUP BY 1 ORDER BY 1;
\echo :LAST_ERROR_SQLSTATE
\! test/ctl.sh reset >/dev/null
ALTER SERVER realtime OPTIONS (DROP on_missing);
-- That of the options is always one.
ALTER SERVER realtime OPTIONS (ADD app_id 'gone');
SELECT count(*) FROM sessions;
\echo :LAST_ERROR_SQLSTATE
ALTER SERVER realtime OPTIONS (SET app_id 'app-1');
:forget

-- A row that leads on has an id to be named by, else what is below it would be
-- missing.
ALTER SERVER realtime OPTIONS (DROP app_id, ADD max_concurrency '1');
:forget
\! test/ctl.sh fault match=/apps fault=badvalue field=id row=1 value='""' >/dev/null
SELECT count(*) FROM sessions;
\echo :LAST_ERROR_SQLSTATE
:seen
\! test/ctl.sh reset >/dev/null
\! test/ctl.sh fault match=/apps fault=badvalue field=id row=1 value='".."' >/dev/null
SELECT count(*) FROM sessions;
\! test/ctl.sh reset >/dev/null
\! test/ctl.sh fault match=/apps fault=badvalue field=id row=1 value="\"$(printf 'x%.0s' $(seq 513))\"" >/dev/null
SELECT count(*) FROM sessions;
\! test/ctl.sh reset >/dev/null
-- Where rows lead nowhere, those without an id are no duplicates.
\! test/ctl.sh fault match=/sessions fault=badvalue field=id value='""' >/dev/null
SELECT app_id, session_id, status FROM sessions ORDER BY 1, 3;
:seen
\! test/ctl.sh reset >/dev/null
ALTER SERVER realtime OPTIONS (ADD app_id 'app-1', DROP max_concurrency);
:forget

-- Enumeration can be forbidden.
ALTER FOREIGN TABLE sessions_participants OPTIONS (ADD enumerate 'false');
SELECT count(*) FROM sessions_participants;
\echo :LAST_ERROR_SQLSTATE
:seen
SELECT count(*) FROM sessions_participants WHERE session_id = 'sess-2';
SELECT count(*) FROM sessions JOIN sessions_participants p USING (session_id)
    WHERE status = 'LIVE';
:seen
ALTER FOREIGN TABLE sessions_participants OPTIONS (DROP enumerate);

-- And bounded: by requests that one statement may send.
ALTER SERVER realtime OPTIONS (ADD max_requests '3', ADD max_concurrency '1');
SELECT count(*) FROM sessions_participants;
\echo :LAST_ERROR_SQLSTATE
:seen
SELECT count(*) FROM (SELECT FROM sessions UNION ALL SELECT FROM sessions
    UNION ALL SELECT FROM sessions UNION ALL SELECT FROM sessions) x;
\echo :LAST_ERROR_SQLSTATE
SELECT count(*) FROM (SELECT FROM sessions UNION ALL SELECT FROM sessions
    UNION ALL SELECT FROM sessions) x;
ALTER SERVER realtime OPTIONS (SET max_requests '0');
SELECT count(*) FROM sessions_participants;
:forget

-- Without an account nothing can be asked.
ALTER SERVER realtime OPTIONS (DROP account_id);
SELECT count(*) FROM apps;
\echo :LAST_ERROR_SQLSTATE
SELECT count(*) FROM apps WHERE account_id = 'acc-demo';
:seen
