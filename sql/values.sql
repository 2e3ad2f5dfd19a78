-- JSON values as columns of each type.
\i test/regress.sql
ALTER SERVER realtime OPTIONS (ADD app_id 'app-1');
\pset format unaligned
\pset tuples_only on

-- B8: Times are instants: settings change only how they look.
SELECT started_at, ended_at, ended_at IS NULL FROM sessions
    WHERE session_id IN ('sess-1', 'sess-3');
SET TimeZone = 'Asia/Kolkata';
SET DateStyle = 'SQL, DMY';
SELECT started_at FROM sessions WHERE session_id = 'sess-1';
SELECT session_id FROM sessions
    WHERE started_at = '2026-01-05T09:00:00Z'::timestamptz;
-- The text "null" is none, too.
ALTER SERVER realtime OPTIONS (SET app_id 'app-2');
SELECT started_at, ended_at FROM sessions WHERE session_id = 'sess-5';
ALTER SERVER realtime OPTIONS (SET app_id 'app-1');
:forget
-- And they are sent in UTC.
SELECT session_id, start_time, end_time FROM sessions
    WHERE start_time = '12/01/2026 14:30:00.25' AND end_time = '2026-01-19 23:00Z';
:seen
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';

-- B7: A table's columns are what the user wrote: some of them, under other names
-- and types, members of any depth.
CREATE FOREIGN TABLE mine (
    sid text OPTIONS (path 'session_id'),
    "The Name" varchar(60) OPTIONS (path 'display_name'),
    duration int,
    participant_id text,
    preset text OPTIONS (path 'preset_name'),
    browser text OPTIONS (path 'peer_stats.device_info.browser'),
    first_event text OPTIONS (path 'peer_events'),
    nothing int OPTIONS (path 'no.such.member')
) SERVER realtime OPTIONS (resource 'sessions_participants');
SELECT sid, "The Name", duration, preset, nothing FROM mine
    WHERE sid = 'sess-1';
:seen
SELECT participant_id, browser FROM mine WHERE sid = 'sess-2';
:seen
CREATE FOREIGN TABLE numbered (session_id int, participant_id uuid)
    SERVER realtime OPTIONS (resource 'sessions_participants');
SELECT * FROM numbered WHERE session_id = 7
    AND participant_id = '6BA7B810-9DAD-11D1-80B4-00C04FD430C8';
:seen
CREATE FOREIGN TABLE weather () SERVER realtime;
SELECT count(*) FROM weather;
DROP FOREIGN TABLE weather;
CREATE FOREIGN TABLE session () SERVER realtime;
SELECT count(*) FROM session;
DROP FOREIGN TABLE session;

-- B5, B6, B8, B10: What becomes of each JSON value in each type; bad ones are
-- null here.
CREATE FOREIGN TABLE v (
    id text OPTIONS (path 'participant_id'),
    session_id text,
    t text OPTIONS (path 'x'), c varchar(4) OPTIONS (path 'x'),
    b boolean OPTIONS (path 'x'), i int OPTIONS (path 'x'),
    l bigint OPTIONS (path 'x'), n numeric(8,2) OPTIONS (path 'x'),
    f float8 OPTIONS (path 'x'), j jsonb OPTIONS (path 'x'),
    ts timestamptz OPTIONS (path 'x'), d date OPTIONS (path 'x'),
    u uuid OPTIONS (path 'x')
) SERVER realtime
    OPTIONS (resource 'sessions_participants', on_bad_value 'null');
\! test/ctl.sh fault match=sess-v/ fault=raw file=test/fixtures/values.json >/dev/null
\pset tuples_only off
SELECT id, left(t, 36) AS t, left(j::text, 38) AS j, c, b FROM v WHERE session_id = 'sess-v';
SELECT id, i, l, n, f FROM v
    WHERE session_id = 'sess-v' AND coalesce(i, l, n, f) IS NOT NULL;
SELECT id, ts, d FROM v
    WHERE session_id = 'sess-v' AND coalesce(ts, d) IS NOT NULL;
SELECT id, u FROM v WHERE session_id = 'sess-v' AND u IS NOT NULL;

-- B8: Times in odd forms, under settings that would read some of them otherwise.
\! test/ctl.sh fault match=sess-t/ fault=raw file=test/fixtures/times.json >/dev/null
SET TimeZone = 'Asia/Kolkata';
SET DateStyle = 'SQL, DMY';
CREATE TABLE instants AS SELECT id, ts, d FROM v WHERE session_id = 'sess-t';
SELECT id, to_char(ts AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS ts,
       to_char(d, 'YYYY-MM-DD') AS d FROM instants;
-- All of the latter did not fit, but for the three that are no time.
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF)
    SELECT ts FROM v WHERE session_id = 'sess-t'
\g (format=unaligned tuples_only=on) | grep -E 'Values'
SET TimeZone = 'America/New_York';
SET DateStyle = 'Postgres, MDY';
SELECT id FROM v JOIN instants i USING (id)
    WHERE session_id = 'sess-t' AND (v.ts, v.d) IS DISTINCT FROM (i.ts, i.d);
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';

-- B7, B9: Members that nobody knows are kept; of those that are there twice the
-- last one counts, in rows and around them.
\! test/ctl.sh fault match=sess-n/ fault=raw body='{"success":false,"data":{"participants":[]},"data":{"participants":[{"id":"a","id":"b","x":1,"x":2,"new":{"k":1,"k":[2]}}]},"paging":{"total_count":7,"total_count":1},"success":true}' >/dev/null
SELECT id, t, j FROM v WHERE session_id = 'sess-n';
SELECT data FROM sessions_participants WHERE session_id = 'sess-n';
-- The others must be values, too, as they must where jsonb reads a text.
\! test/ctl.sh fault match=sess-w/ fault=raw body='{"success":true,"data":{"participants":[{"id":"a","x":{"k":"\ud800","k":1}},{"id":"b","x":{"k":1e999999,"k":1}},{"id":"c","x":[{"k":"\u0000","\u006b":1}]},{"id":"d","x":{"k":{"a":1,"a":2},"k":1}}]},"paging":{"total_count":4}}' >/dev/null
SELECT id, t, j FROM v WHERE session_id = 'sess-w';

-- Or an error that says where, and not what: values are personal.
\pset tuples_only on
ALTER FOREIGN TABLE v OPTIONS (SET on_bad_value 'error');
SELECT i FROM v WHERE session_id = 'sess-v';
\echo :LAST_ERROR_SQLSTATE
SELECT ts FROM v WHERE session_id = 'sess-v';
\echo :LAST_ERROR_SQLSTATE
\set VERBOSITY terse
SELECT c FROM v WHERE session_id = 'sess-v';
\echo :LAST_ERROR_SQLSTATE
\! test/ctl.sh reset only=faults >/dev/null
\! test/ctl.sh fault fault=badvalue field=x value=99999999999 >/dev/null
SELECT i FROM v WHERE session_id = 'sess-1';
\echo :LAST_ERROR_SQLSTATE
SELECT n FROM v WHERE session_id = 'sess-1' AND id = 'part-1';
\echo :LAST_ERROR_SQLSTATE
SELECT u FROM v WHERE session_id = 'sess-1';
\echo :LAST_ERROR_SQLSTATE
-- A column that is not used is not converted.
SELECT id, l FROM v WHERE session_id = 'sess-1' LIMIT 1;
-- Each table of a join, read as one chain, names its own column.
CREATE FOREIGN TABLE s (session_id text,
                        number int OPTIONS (path 'meeting_display_name'))
    SERVER realtime OPTIONS (resource 'sessions');
SELECT * FROM plan_lines('SELECT number, i FROM s JOIN v USING (session_id)',
                         'Tables: .*');
SELECT number FROM s JOIN v USING (session_id);
\echo :LAST_ERROR_SQLSTATE
SELECT i FROM s JOIN v USING (session_id);
\echo :LAST_ERROR_SQLSTATE

-- B4: U+0000 has no place in text and jsonb.
\! test/ctl.sh reset only=faults >/dev/null
\! test/ctl.sh fault fault=nul field=x >/dev/null
\set VERBOSITY default
SELECT t FROM v WHERE session_id = 'sess-1';
\echo :LAST_ERROR_SQLSTATE
\set VERBOSITY terse
SELECT j FROM v WHERE session_id = 'sess-1';
\echo :LAST_ERROR_SQLSTATE
ALTER FOREIGN TABLE v OPTIONS (ADD on_nul 'strip');
SELECT t, j, c FROM v WHERE session_id = 'sess-1' LIMIT 1;
ALTER FOREIGN TABLE v OPTIONS (SET on_nul 'error', SET on_bad_value 'null');
SELECT t, j, c FROM v WHERE session_id = 'sess-1' LIMIT 1;

-- A domain is checked: it is what the table's owner wrote.
\! test/ctl.sh reset only=faults >/dev/null
CREATE DOMAIN minutes AS float8 CHECK (VALUE < 50);
CREATE FOREIGN TABLE d (session_id text, participant_id text, duration minutes)
    SERVER realtime OPTIONS (resource 'sessions_participants');
SELECT duration FROM d WHERE session_id = 'sess-1' AND participant_id = 'part-2';
SELECT duration FROM d WHERE session_id = 'sess-1' AND participant_id = 'part-1';
\echo :LAST_ERROR_SQLSTATE
