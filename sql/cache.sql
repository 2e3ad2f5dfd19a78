-- What is below ended sessions is kept for a while, if the option says so.
\i test/regress.sql
ALTER SERVER realtime OPTIONS (ADD app_id 'app-1', ADD cache_ttl '1h');
\pset format unaligned
\pset tuples_only on
CREATE VIEW everybody AS SELECT session_id, count(*) AS n,
       string_agg(participant_id, ' ' ORDER BY participant_id) AS ids
    FROM sessions_participants GROUP BY session_id;
CREATE FUNCTION counted(query text) RETURNS SETOF text LANGUAGE sql AS $$
    SELECT plan_lines(query, '^ *((?:Requests|Cache Hits|Pages): .*)',
                      'ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF')
$$;

-- The sessions themselves are asked for again, and so is what is live.
SELECT * FROM everybody ORDER BY 1;
:seen
SELECT * FROM everybody ORDER BY 1;
:seen
SELECT counted('SELECT * FROM everybody');
:forget
-- A query that names a session uses what is there, ...
SELECT participant_id FROM sessions_participants WHERE session_id = 'sess-2';
SELECT session_id, callstats->'peer_stats'->'device_info'->>'browser'
    FROM sessions_participants WHERE session_id = 'sess-2' ORDER BY duration DESC
    LIMIT 1;
:seen
-- ... and keeps what is below that; but nothing of a session that was not seen
-- ended.
SELECT count(callstats) FROM sessions_participants WHERE session_id = 'sess-2';
:forget
SELECT count(callstats) FROM sessions_participants WHERE session_id = 'sess-2';
:seen
SELECT rtk_cache_clear() AS "lists and details";
SELECT count(callstats) FROM sessions_participants WHERE session_id = 'sess-2';
SELECT count(callstats) FROM sessions_participants WHERE session_id = 'sess-2';
:seen
SELECT rtk_cache_clear();

-- What a LIMIT cuts short is not kept, nor is a page that the query names; and
-- a page is not had from a list.
SELECT count(*) FROM (SELECT * FROM sessions_participants LIMIT 2) p;
SELECT rtk_cache_clear();
SELECT string_agg(participant_id, ' ') FROM sessions_participants
    WHERE page_no = 1;
SELECT rtk_cache_clear();
SELECT count(*) FROM everybody;
:forget
SELECT string_agg(participant_id, ' ') FROM sessions_participants
    WHERE session_id = 'sess-1' AND page_no = 2 AND per_page = 2;
SELECT string_agg(participant_id, ' ') FROM sessions_participants
    WHERE session_id = 'sess-1' AND page_no = 1;
:seen
-- Nor is one whose number of rows differs from its total_count, ...
SELECT rtk_cache_clear();
\! test/ctl.sh config total_delta=1 >/dev/null
SET client_min_messages = error;
SELECT count(*) FROM everybody;
RESET client_min_messages;
SELECT rtk_cache_clear();
\! test/ctl.sh reset >/dev/null
-- ... or what failed.  What had come before stays.
ALTER SERVER realtime OPTIONS (ADD max_concurrency '1');
\! test/ctl.sh fault match=sess-2/participants fault=status status=400 >/dev/null
SELECT count(*) FROM everybody;
\echo :LAST_ERROR_SQLSTATE
\! test/ctl.sh reset >/dev/null
SELECT count(*) FROM everybody;
:seen
-- Lists of several pages are kept whole; one whose page fails is not.
ALTER FOREIGN TABLE sessions_participants OPTIONS (ADD per_page '2');
\! test/ctl.sh fault match=sess-1/participants.*page_no=3 fault=status status=400 >/dev/null
SELECT count(*) FROM everybody;
\! test/ctl.sh reset >/dev/null
SELECT sum(n) FROM everybody;
:seen
SELECT sum(n) FROM everybody;
:seen
SELECT counted('SELECT * FROM everybody');
:forget

-- A list that is only counted by its first page is not kept; one that is there
-- is counted, too.
SELECT count(*) FROM sessions_participants;
:seen
SELECT rtk_cache_clear();
SELECT count(*) FROM sessions_participants;
SELECT rtk_cache_clear();
SELECT sum(n) FROM everybody;
:forget

-- Not longer than the option says, which a table may have of its own.
ALTER FOREIGN TABLE sessions_participants OPTIONS (ADD cache_ttl '50ms');
SELECT pg_sleep(0.1);
SELECT sum(n) FROM everybody;
:seen
ALTER FOREIGN TABLE sessions_participants OPTIONS (SET cache_ttl '0');
SELECT sum(n) FROM everybody;
:seen
ALTER FOREIGN TABLE sessions_participants
    OPTIONS (DROP cache_ttl, DROP per_page);

-- A change of the server, the mapping or the token begins anew.
SELECT sum(n) FROM everybody;
:forget
ALTER SERVER realtime OPTIONS (SET max_concurrency '4');
SELECT sum(n) FROM everybody;
:seen
SELECT rtk_cache_clear();

-- What is used least recently makes room.
ALTER SERVER realtime OPTIONS (ADD cache_size '2500B');
SELECT sum(n) FROM everybody;
:forget
SELECT sum(n) FROM everybody;
:seen
SELECT rtk_cache_clear();
ALTER SERVER realtime OPTIONS (SET cache_size '100B');
SELECT sum(n) FROM everybody;
SELECT rtk_cache_clear();
ALTER SERVER realtime OPTIONS (DROP cache_size);
:forget

-- Another mapping sees nothing of it.
SET client_min_messages = error;
DROP ROLE IF EXISTS rtk_other;
RESET client_min_messages;
CREATE ROLE rtk_other;
GRANT USAGE ON SCHEMA realtime_kit TO rtk_other;
GRANT SELECT ON ALL TABLES IN SCHEMA realtime_kit TO rtk_other;
CREATE USER MAPPING FOR rtk_other SERVER realtime
    OPTIONS (api_token 'forbidden-token');
SELECT sum(n) FROM everybody;
:forget
SET ROLE rtk_other;
SELECT participant_id FROM sessions_participants WHERE session_id = 'sess-1';
\echo :LAST_ERROR_SQLSTATE
:seen
RESET ROLE;
SELECT participant_id FROM sessions_participants WHERE session_id = 'sess-1';
:seen

-- Entries go while a scan reads them.
BEGIN;
DECLARE reading CURSOR FOR
    SELECT participant_id FROM sessions_participants WHERE session_id = 'sess-1';
FETCH 1 FROM reading;
SELECT rtk_cache_clear();
FETCH ALL FROM reading;
COMMIT;
:seen
SELECT rtk_cache_clear();
-- Without the option nothing is kept.
ALTER SERVER realtime OPTIONS (DROP cache_ttl);
SELECT sum(n) FROM everybody;
SELECT rtk_cache_clear();
:forget
\set ECHO none
DROP OWNED BY rtk_other;
DROP ROLE rtk_other;
