-- ORDER BY that the API carries out, and the rows and requests where it does not.
\i test/regress.sql
ALTER SERVER realtime OPTIONS (ADD app_id 'app-1');
\pset format unaligned
\pset tuples_only on

-- Whether the API is asked to sort.
\set off 'ALTER SERVER realtime OPTIONS (ADD sort_pushdown ''off'');'
\set trust 'ALTER SERVER realtime OPTIONS (ADD sort_pushdown ''trust'');'
\set default 'ALTER SERVER realtime OPTIONS (DROP sort_pushdown);'
CREATE FUNCTION sort_keys(query text) RETURNS SETOF text LANGUAGE sql AS $$
    SELECT plan_lines(query, 'Sort Key: .*|Presorted Key: .*')
$$;

-- A top-N is one request of N rows.
SELECT session_id FROM sessions ORDER BY created_at DESC LIMIT 2;
:seen
SELECT session_id FROM sessions ORDER BY created_at LIMIT 2;
:seen
SELECT session_id, minutes_consumed FROM sessions
    ORDER BY minutes_consumed DESC LIMIT 1;
:seen
SELECT session_id FROM sessions ORDER BY created_at DESC LIMIT 1 OFFSET 1;
:seen
-- Where nothing is null, NULLS FIRST and LAST are the same.
SELECT session_id FROM sessions ORDER BY created_at DESC NULLS LAST LIMIT 1;
SELECT session_id FROM sessions ORDER BY created_at NULLS FIRST LIMIT 1;
:seen
-- Also without LIMIT, as the planner counts on many sessions; page after page.
SELECT session_id FROM sessions ORDER BY created_at DESC;
:seen
ALTER SERVER realtime OPTIONS (ADD per_page '2');
SELECT session_id FROM sessions ORDER BY created_at DESC;
:seen
ALTER SERVER realtime OPTIONS (DROP per_page);
-- Through views and subqueries that the planner takes in.
CREATE VIEW listed AS SELECT session_id AS id, created_at FROM sessions;
SELECT id FROM (SELECT * FROM listed) v ORDER BY created_at DESC LIMIT 1;
:seen
SELECT id FROM (SELECT id FROM listed ORDER BY created_at DESC LIMIT 1) v;
:seen
-- Parameters known before the scan starts; a filter that the API applies.
ALTER SERVER realtime OPTIONS (DROP app_id);
SELECT session_id FROM sessions WHERE app_id = 'app-2' AND search = 'sales'
    ORDER BY created_at DESC LIMIT 1;
:seen
SELECT a.app_id, l.session_id FROM apps a, LATERAL (
    SELECT session_id FROM sessions s WHERE s.app_id = a.app_id
    ORDER BY created_at DESC LIMIT 1) l ORDER BY 1;
:seen
SET plan_cache_mode = force_generic_plan;
PREPARE latest(text, int) AS SELECT session_id FROM sessions
    WHERE app_id = $1 ORDER BY created_at DESC LIMIT $2;
EXECUTE latest('app-1', 1);
EXECUTE latest('app-2', 2);
:seen
RESET plan_cache_mode;
ALTER SERVER realtime OPTIONS (ADD app_id 'app-1');
-- max() and min() are the first of the order.
SELECT max(created_at) FROM sessions;
SELECT min(minutes_consumed) FROM sessions;
SELECT max(duration) FROM sessions_participants WHERE session_id = 'sess-1';
:seen

-- More to sort by: the API's order is refined here.
SELECT session_id FROM sessions ORDER BY created_at DESC, session_id LIMIT 2;
SELECT sort_keys('SELECT session_id FROM sessions
    ORDER BY created_at DESC, session_id LIMIT 2');
:seen
-- A filter that is checked here: the order holds, the page is a usual one.
SELECT session_id FROM sessions WHERE meeting_display_name LIKE 'Weekly%'
    ORDER BY created_at DESC LIMIT 1;
:seen
-- Merge joins can use it, and read a part of it again.
SET enable_hashjoin = off;
SET enable_nestloop = off;
SELECT a.session_id, b.session_id FROM sessions a
    JOIN sessions b ON a.created_at = b.created_at ORDER BY a.created_at DESC;
RESET enable_hashjoin;
RESET enable_nestloop;
:forget
BEGIN;
DECLARE c SCROLL CURSOR FOR
    SELECT session_id FROM sessions ORDER BY created_at DESC;
FETCH 2 FROM c;
FETCH PRIOR FROM c;
COMMIT;
:seen

-- Nullable columns: only where the query leaves nulls out.
SELECT participant_id FROM sessions_participants
    WHERE session_id = 'sess-1' AND joined_at IS NOT NULL
    ORDER BY joined_at DESC LIMIT 2;
:seen
SELECT participant_id FROM sessions_participants
    WHERE session_id = 'sess-1' AND duration > 20
    ORDER BY duration DESC NULLS LAST, participant_id LIMIT 2;
:seen
SELECT participant_id FROM sessions_participants
    WHERE session_id = 'sess-1' ORDER BY duration DESC, participant_id LIMIT 2;
:seen
SELECT recording_id FROM recordings ORDER BY invoked_time DESC LIMIT 1;
SELECT recording_id FROM recordings WHERE invoked_time > '2000-01-01'
    ORDER BY invoked_time DESC LIMIT 1;
:seen
-- Or where it trusts the API to have them last, or first in descending order.
:trust
SELECT participant_id FROM sessions_participants
    WHERE session_id = 'sess-1' ORDER BY joined_at DESC LIMIT 2;
:seen
SELECT participant_id FROM sessions_participants
    WHERE session_id = 'sess-1' ORDER BY joined_at DESC NULLS LAST LIMIT 2;
:seen
:default
-- A bad value that becomes null is a null.
ALTER SERVER realtime OPTIONS (ADD on_bad_value 'null');
SELECT session_id FROM sessions ORDER BY created_at DESC LIMIT 1;
:seen
SELECT session_id FROM sessions WHERE created_at IS NOT NULL
    ORDER BY created_at DESC LIMIT 1;
:seen
ALTER SERVER realtime OPTIONS (DROP on_bad_value);

-- Not sent: with sort_pushdown off, or what the API cannot sort by.
:off
SELECT session_id FROM sessions ORDER BY created_at DESC LIMIT 1;
:seen
:default
SELECT session_id FROM sessions ORDER BY started_at DESC LIMIT 1;
SELECT session_id FROM sessions ORDER BY created_at::date DESC, 1 LIMIT 1;
SELECT session_id FROM sessions ORDER BY session_id DESC LIMIT 1;
:seen
-- Several lists.
ALTER SERVER realtime OPTIONS (DROP app_id);
SELECT session_id FROM sessions WHERE app_id IN ('app-1', 'app-2')
    ORDER BY created_at DESC LIMIT 1;
:seen
SELECT session_id FROM sessions WHERE app_id = ANY (ARRAY['app-1', NULL]::text[])
    ORDER BY created_at DESC LIMIT 1;
:seen
ALTER SERVER realtime OPTIONS (ADD app_id 'app-1');
SELECT participant_id FROM sessions_participants WHERE joined_at IS NOT NULL
    ORDER BY joined_at DESC LIMIT 1;
:seen
-- One row of one list.
SELECT session_id FROM sessions WHERE session_id = 'sess-2'
    ORDER BY created_at LIMIT 1;
:seen
-- Several values of a filter by a member are still one list.
SELECT session_id FROM sessions WHERE status IN ('LIVE', 'ENDED')
    ORDER BY created_at DESC LIMIT 1;
:seen
-- Where the query says itself how the API should sort, or which page to give.
SELECT session_id, sort_by FROM sessions WHERE sort_by = 'minutesConsumed'
    ORDER BY created_at DESC LIMIT 1;
SELECT session_id FROM sessions WHERE sort_order = 'ASC'
    ORDER BY created_at DESC LIMIT 1;
SELECT session_id FROM sessions WHERE page_no = 1 AND per_page = 2
    ORDER BY created_at DESC LIMIT 1;
:seen
-- Not a smaller page: what LIMIT does not bound.
SELECT session_id FROM sessions ORDER BY created_at DESC
    FETCH FIRST 1 ROW WITH TIES;
SELECT session_id, lag(session_id) OVER (ORDER BY created_at DESC) FROM sessions
    ORDER BY created_at DESC LIMIT 1;
SELECT session_id, generate_series(1, 2) FROM sessions
    ORDER BY created_at DESC LIMIT 3;
SELECT session_id FROM sessions ORDER BY created_at DESC LIMIT 1 FOR UPDATE;
SELECT created_at, count(*) FROM sessions GROUP BY 1 ORDER BY 1 DESC LIMIT 1;
:seen
-- A column of another type has another order.
CREATE FOREIGN TABLE typed (session_id text, at text OPTIONS (path 'created_at'),
    minutes integer OPTIONS (path 'minutes_consumed'),
    begun timestamptz OPTIONS (path 'created_at'))
    SERVER realtime OPTIONS (resource 'sessions');
SELECT session_id FROM typed ORDER BY at DESC LIMIT 1;
SELECT session_id FROM typed ORDER BY minutes DESC LIMIT 1;
SELECT session_id FROM typed ORDER BY begun DESC LIMIT 1;
:seen
-- A partition, in the order of its parent.
CREATE TABLE parts (LIKE sessions) PARTITION BY LIST (app_id);
CREATE FOREIGN TABLE part_1 PARTITION OF parts FOR VALUES IN ('app-1')
    SERVER realtime OPTIONS (resource 'sessions', app_id 'app-1');
CREATE FOREIGN TABLE part_2 PARTITION OF parts FOR VALUES IN ('app-2')
    SERVER realtime OPTIONS (resource 'sessions', app_id 'app-2');
SELECT session_id FROM parts ORDER BY created_at DESC;
:seen

-- EXPLAIN says what is sent in place of the default order.
CREATE FUNCTION level_of(query text) RETURNS SETOF text LANGUAGE sql AS $$
    SELECT regexp_replace(plan_lines(query, '.*(?:Sort|Level).*'),
                          '/accounts.*realtime/kit', '…')
$$;
SELECT level_of('SELECT session_id FROM sessions ORDER BY created_at LIMIT 5');
SELECT level_of($$SELECT participant_id FROM sessions_participants
    WHERE session_id = 'sess-1' AND duration > 1 ORDER BY duration LIMIT 5$$);
SELECT level_of($$SELECT participant_id, callstats FROM sessions_participants
    WHERE session_id = 'sess-1' AND duration > 1 ORDER BY duration LIMIT 5$$);
-- A short list is sorted here, unless LIMIT saves some of it.
SELECT level_of($$SELECT participant_id FROM sessions_participants
    WHERE session_id = 'sess-1' AND duration > 1 ORDER BY duration$$);
:seen
-- Details come in the order of the rows.
SELECT participant_id, duration, device_info ->> 'browser'
    FROM sessions_participants WHERE session_id = 'sess-1' AND duration > 1
    ORDER BY duration DESC, participant_id LIMIT 3;
:forget
-- A rescan begins anew.
ALTER SERVER realtime OPTIONS (DROP app_id);
SELECT a.app_id, (SELECT string_agg(session_id, ' ') FROM (
    SELECT session_id FROM sessions s WHERE s.app_id = a.app_id
    ORDER BY created_at DESC LIMIT 2) q) FROM apps a ORDER BY 1;
:forget
ALTER SERVER realtime OPTIONS (ADD app_id 'app-1');

-- An API that does not sort is found out, and sort_pushdown off does without.
\! test/ctl.sh config unsorted=1 >/dev/null
SELECT session_id FROM sessions ORDER BY created_at;
SELECT session_id FROM sessions ORDER BY created_at DESC;
\echo :LAST_ERROR_SQLSTATE
SELECT session_id FROM sessions ORDER BY created_at DESC LIMIT 2;
\echo :LAST_ERROR_SQLSTATE
:off
SELECT session_id FROM sessions ORDER BY created_at DESC LIMIT 2;
:default
\! test/ctl.sh reset >/dev/null
-- Equal values are in order.
\! test/ctl.sh fault match=sort_by=createdAt fault=badvalue field=created_at value='"2026-01-02T03:04:05Z"' >/dev/null
SELECT count(*) FROM (SELECT session_id FROM sessions
    ORDER BY created_at DESC, session_id LIMIT 3) q;
\! test/ctl.sh reset >/dev/null
-- Nulls where the API should have none, and where the query drops them.
\! test/ctl.sh fault match=sort_order=DESC fault=badvalue row=1 field=created_at >/dev/null
SELECT session_id FROM sessions ORDER BY created_at DESC;
\echo :LAST_ERROR_SQLSTATE
SELECT session_id FROM sessions WHERE created_at IS NOT NULL
    ORDER BY created_at DESC;
\! test/ctl.sh reset >/dev/null
:forget

-- A count that is wrong: read again, then a warning, as in any order.
\! test/ctl.sh config total_delta=3 >/dev/null
SELECT session_id FROM sessions ORDER BY created_at DESC;
:seen
\! test/ctl.sh reset >/dev/null
-- A list that grows at its head: all that was there at first is there.
ALTER SERVER realtime OPTIONS (ADD per_page '2');
\! test/ctl.sh fault match=page_no=1 times=1 fault=raw body='{"success":true,"data":{"sessions":[{"id":"c","created_at":"2026-01-03T00:00:00Z"},{"id":"b","created_at":"2026-01-02T00:00:00Z"}]},"paging":{"total_count":3}}' >/dev/null
\! test/ctl.sh fault match=page_no=2 times=1 fault=raw body='{"success":true,"data":{"sessions":[{"id":"b","created_at":"2026-01-02T00:00:00Z"},{"id":"a","created_at":"2026-01-01T00:00:00Z"}]},"paging":{"total_count":4}}' >/dev/null
SELECT session_id FROM sessions ORDER BY created_at DESC;
:seen
\! test/ctl.sh reset >/dev/null
-- One that loses a row between two pages is read again: a row that was missed
-- comes too late, unless it is behind all others.
\! test/ctl.sh fault match=page_no=1 times=1 fault=raw body='{"success":true,"data":{"sessions":[{"id":"d","created_at":"2026-01-04T00:00:00Z"},{"id":"b","created_at":"2026-01-02T00:00:00Z"}]},"paging":{"total_count":4}}' >/dev/null
\! test/ctl.sh fault match=page_no=2 times=1 fault=raw body='{"success":true,"data":{"sessions":[{"id":"b","created_at":"2026-01-02T00:00:00Z"},{"id":"a","created_at":"2026-01-01T00:00:00Z"}]},"paging":{"total_count":4}}' >/dev/null
\! test/ctl.sh fault match=page_no=1 times=1 fault=raw body='{"success":true,"data":{"sessions":[{"id":"d","created_at":"2026-01-04T00:00:00Z"},{"id":"c","created_at":"2026-01-03T00:00:00Z"}]},"paging":{"total_count":4}}' >/dev/null
SELECT session_id FROM sessions ORDER BY created_at DESC;
\echo :LAST_ERROR_SQLSTATE
:seen
