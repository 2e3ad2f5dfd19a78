-- What rtk_stats() and rtk_activity() say of this backend, and the messages of
-- rtk_fdw.progress_interval.
\i test/regress.sql
\pset format unaligned
\pset tuples_only on
\set stats 'SELECT server, resource, scans, errors, requests, pages, rows, retries, rate_limited, missing, nulled, duplicates FROM rtk_stats() ORDER BY resource'

-- Nothing was read so far.
SELECT * FROM rtk_stats();
SELECT * FROM rtk_activity();

-- One scan, one request.
SELECT count(app_id) FROM apps;
:stats;
SELECT scope, database = current_database() AS here, since <= now() AS since,
       bytes > 0 AS bytes, waiting_for_api >= 0 AS waiting_for_api, waited,
       cache_hits FROM rtk_stats();
-- EXPLAIN, and a query that needs no request, are no scans.
DO $$ BEGIN EXECUTE 'EXPLAIN SELECT app_id FROM apps'; END $$;
SELECT count(app_id) FROM apps WHERE app_id = NULL;
SELECT scans, requests FROM rtk_stats();
-- The requests for parents count for the table that is read.
SELECT count(session_id) FROM sessions;
:stats;
:forget

SELECT rtk_stats_reset();
:stats;
-- Sent again after a failure and after a 429, with waits; and duplicates.
\! test/ctl.sh fault match=/sessions fault=status status=503 times=1 >/dev/null
\! test/ctl.sh fault match=/sessions fault=status status=429 retry_after=0 times=1 >/dev/null
SELECT count(session_id) FROM sessions WHERE app_id = 'app-1';
:stats;
SELECT waited > 0 AS waited FROM rtk_stats();
\! test/ctl.sh reset >/dev/null
:forget
SELECT rtk_stats_reset();
\! test/ctl.sh config overlap=1 page_cap=2 >/dev/null
SELECT count(participant_id) FROM sessions_participants
    WHERE app_id = 'app-1' AND session_id = 'sess-1';
SELECT requests, pages, rows, duplicates > 0 AS duplicates FROM rtk_stats();
\! test/ctl.sh reset >/dev/null
:forget
SELECT rtk_stats_reset();
-- A parent that has vanished, and a value that does not fit.
\! test/ctl.sh fault match=sess-2/participants fault=missing >/dev/null
\! test/ctl.sh fault match=sess-1/participants fault=badvalue field=duration row=0 value='"long"' >/dev/null
ALTER SERVER realtime OPTIONS (ADD on_bad_value 'null');
SELECT count(duration) FROM sessions_participants WHERE app_id = 'app-1';
:stats;
:forget
SELECT rtk_stats_reset();
-- What an error ends is counted with what it did: one of ours, one of the
-- statement's, also where it is caught, and a cursor that is closed.
ALTER SERVER realtime OPTIONS (DROP on_bad_value);
SELECT count(duration) FROM sessions_participants
    WHERE app_id = 'app-1' AND session_id = 'sess-1';
\! test/ctl.sh reset >/dev/null
:stats;
SELECT 1 / (length(session_id) - 6) FROM sessions WHERE app_id = 'app-1';
:stats;
DO $$
BEGIN
    PERFORM 1 / (length(session_id) - 6) FROM sessions
        WHERE app_id = 'app-1';
EXCEPTION WHEN division_by_zero THEN
    RAISE NOTICE 'caught, % active', (SELECT count(*) FROM rtk_activity());
END $$;
BEGIN;
DECLARE c CURSOR FOR SELECT meeting_id FROM meetings
    WHERE app_id = 'app-1';
FETCH 1 FROM c;
SELECT resource, requests, rows, waiting_for FROM rtk_activity();
CLOSE c;
SELECT count(*) FROM rtk_activity();
COMMIT;
:stats;
:forget
SELECT rtk_stats_reset();
-- Each run of a scan counts, and the row tells of all of them.
SELECT id, (SELECT count(s.status) FROM sessions s
            WHERE s.app_id = 'app-1' AND s.session_id = v.id)
    FROM (VALUES ('sess-1'), ('sess-2'), ('nosuch')) v (id)
    ORDER BY v.id;
:stats;
:forget
-- The scan that is active is the one that came last; the other one follows.
BEGIN;
DECLARE outer_scan CURSOR FOR SELECT meeting_id FROM meetings
    WHERE app_id = 'app-1';
FETCH 1 FROM outer_scan;
DECLARE inner_scan CURSOR FOR SELECT session_id FROM sessions
    WHERE app_id = 'app-1';
FETCH 1 FROM inner_scan;
SELECT pid = pg_backend_pid() AS mine, database = current_database() AS here,
       server, resource, requests, estimated_requests > 0 AS estimated, rows,
       waiting_for, wait_until FROM rtk_activity();
CLOSE inner_scan;
SELECT resource FROM rtk_activity();
SAVEPOINT s;
FETCH 1 FROM outer_scan;
SELECT 1 / 0;
ROLLBACK TO s;
SELECT resource FROM rtk_activity();
ROLLBACK;
SELECT count(*) FROM rtk_activity();
:forget

-- What has no row of its own is summed up in the last one.
SET client_min_messages = warning;
SELECT rtk_stats_reset();
DO $$
BEGIN
    FOR i IN 1..131 LOOP
        EXECUTE format('CREATE SERVER rtk_one FOREIGN DATA WRAPPER rtk_fdw
            OPTIONS (base_url %L, account_id %L, rate_limit %L)',
            (SELECT option_value FROM pg_foreign_server,
                 pg_options_to_table(srvoptions)
             WHERE srvname = 'realtime' AND option_name = 'base_url'),
            'acc-demo', '0');
        CREATE USER MAPPING FOR CURRENT_USER SERVER rtk_one
            OPTIONS (api_token 'test-token');
        CREATE FOREIGN TABLE pg_temp.one (app_id text, session_id text)
            SERVER rtk_one OPTIONS (resource 'sessions');
        PERFORM count(session_id) FROM pg_temp.one WHERE app_id = 'app-1';
        DROP SERVER rtk_one CASCADE;
    END LOOP;
END $$;
SELECT count(*), sum(scans), sum(requests), sum(rows) FROM rtk_stats()
    WHERE server = 'rtk_one' AND resource = 'sessions' AND scans = 1;
SELECT database, server, resource, scans, requests, rows FROM rtk_stats()
    WHERE server IS NULL;
SELECT rtk_requests();
RESET client_min_messages;
:forget

-- The setting.
SHOW rtk_fdw.progress_interval;
SET rtk_fdw.progress_interval = '10s';
SELECT count(app_id) FROM apps;
RESET rtk_fdw.progress_interval;
\set VERBOSITY sqlstate
SET rtk_fdw.progress_interval = '-1ms';
\set VERBOSITY default
:forget

-- Reset is for those who were granted it; the rest is for all.
SET client_min_messages = error;
DROP ROLE IF EXISTS rtk_reader;
RESET client_min_messages;
CREATE ROLE rtk_reader;
SET ROLE rtk_reader;
SELECT count(*) FROM public.rtk_stats();
SELECT count(*) FROM public.rtk_activity();
SELECT public.rtk_stats_reset();
RESET ROLE;
GRANT EXECUTE ON FUNCTION public.rtk_stats_reset() TO rtk_reader;
SET ROLE rtk_reader;
SELECT public.rtk_stats_reset();
SELECT count(*) FROM public.rtk_stats();
RESET ROLE;

\set ECHO none
SET client_min_messages = error;
DROP OWNED BY rtk_reader;
DROP ROLE rtk_reader;
DROP SERVER realtime CASCADE;
