-- The end of a list is proven, whatever the server makes of page sizes.
\i test/regress.sql
ALTER SERVER realtime OPTIONS (ADD app_id 'app-1', ADD per_page '2');
\pset format unaligned
\pset tuples_only on
CREATE VIEW listed AS SELECT cardinality(ids) AS count,
       (SELECT count(DISTINCT id) FROM unnest(ids) id) AS ids,
       array_to_string(ids, ' ') AS "order"
    FROM (SELECT coalesce(array_agg(participant_id), '{}') AS ids
          FROM sessions_participants WHERE session_id = 'sess-1') l;

-- total_count says when to stop, wherever it stands.
SELECT * FROM listed;
:seen
\! test/ctl.sh config paging=top >/dev/null
SELECT * FROM listed;
\! test/ctl.sh config paging=data >/dev/null
SELECT * FROM listed;
:seen
-- G5: Without it, an empty page does; a short page may be a server's own bound.
\! test/ctl.sh config paging=none >/dev/null
SELECT * FROM listed;
:seen
-- G3: So is a page that the server cuts to its own largest size.
\! test/ctl.sh config page_cap=1 >/dev/null
SELECT * FROM listed;
:seen
\! test/ctl.sh config paging=auto page_cap=3 >/dev/null
ALTER SERVER realtime OPTIONS (SET per_page '100');
SELECT * FROM listed;
:seen
\! test/ctl.sh reset >/dev/null
-- The largest page of a resource, a table's option before the server's.
ALTER FOREIGN TABLE sessions_participants OPTIONS (ADD per_page '4');
SELECT * FROM listed;
:seen
ALTER SERVER realtime OPTIONS (DROP per_page);
SELECT count(*) FROM sessions;
:seen
ALTER FOREIGN TABLE sessions_participants OPTIONS (SET per_page '2');

-- G1: Rows that shift between pages are seen once each.
\! test/ctl.sh config overlap=1 >/dev/null
SELECT * FROM listed;
:forget
-- G6: A server that repeats a page would never end.  (One request at a time: which
-- others have arrived by then is up to chance.)
\! test/ctl.sh reset >/dev/null
\! test/ctl.sh config repeat_page=1 >/dev/null
ALTER SERVER realtime OPTIONS (ADD max_concurrency '1');
SELECT * FROM listed;
\echo :LAST_ERROR_SQLSTATE
:seen
ALTER SERVER realtime OPTIONS (DROP max_concurrency);
-- But the whole list on one page is no repetition, if a total says that it is
-- whole.
ALTER FOREIGN TABLE sessions_participants OPTIONS (SET per_page '5');
SELECT * FROM listed;
\! test/ctl.sh config paging=none >/dev/null
SELECT * FROM listed;
\echo :LAST_ERROR_SQLSTATE
:seen

-- G2, G4: A total that is not what comes: read again, then a warning says so.
-- (One request at a time: what is asked for behind an end is up to chance.)
\! test/ctl.sh reset >/dev/null
ALTER SERVER realtime OPTIONS (ADD max_concurrency '1');
ALTER FOREIGN TABLE sessions_participants OPTIONS (SET per_page '2');
\! test/ctl.sh config total_delta=3 >/dev/null
SELECT * FROM listed;
:seen
\! test/ctl.sh config total_delta=-1 >/dev/null
ALTER FOREIGN TABLE sessions_participants OPTIONS (SET per_page '3');
SELECT * FROM listed;
:seen
-- Of several such lists the last is told of.
SELECT count(participant_id) FROM sessions_participants
    WHERE session_id IN ('sess-1', 'sess-2');
:forget
-- G2: A row that vanishes moves those behind it to the page before: it is read
-- again, although the number of rows is right.
\! test/ctl.sh reset >/dev/null
ALTER FOREIGN TABLE sessions_participants OPTIONS (SET per_page '2');
\! test/ctl.sh fault match=page_no=1 times=1 fault=raw body='{"success":true,"data":{"participants":[{"id":"part-0"},{"id":"part-1"}],"paging":{"total_count":6}}}' >/dev/null
SELECT * FROM listed;
:seen
-- G8: An empty page in the middle is none if that passes, and else is told.
\! test/ctl.sh reset >/dev/null
\! test/ctl.sh fault match=page_no=2 times=1 fault=raw body='{"success":true,"data":{"participants":[],"paging":{"total_count":5}}}' >/dev/null
SELECT * FROM listed;
:seen
\! test/ctl.sh fault match=page_no=2 fault=raw body='{"success":true,"data":{"participants":[],"paging":{"total_count":5}}}' >/dev/null
SELECT * FROM listed;
:forget
-- G4: A total that grows is the newest one's.
\! test/ctl.sh reset >/dev/null
\! test/ctl.sh fault match=page_no=1 times=1 fault=raw body='{"success":true,"data":{"participants":[{"id":"part-1"},{"id":"part-2"}],"paging":{"total_count":3}}}' >/dev/null
SELECT * FROM listed;
:seen
-- G7: Pages are not counted from 0; if they were, the first were missing.
\! test/ctl.sh reset >/dev/null
\! test/ctl.sh fault match=page_no=1 fault=raw body='{"success":true,"data":{"participants":[{"id":"part-3"},{"id":"part-4"}],"paging":{"total_count":5}}}' >/dev/null
\! test/ctl.sh fault match=page_no=2 fault=raw body='{"success":true,"data":{"participants":[{"id":"part-5"}],"paging":{"total_count":5}}}' >/dev/null
\! test/ctl.sh fault match=page_no=3 fault=raw body='{"success":true,"data":{"participants":[],"paging":{"total_count":5}}}' >/dev/null
SELECT * FROM listed;
\! test/ctl.sh reset >/dev/null
:forget
ALTER SERVER realtime OPTIONS (DROP max_concurrency);
-- Not when the query stops earlier itself.
\! test/ctl.sh config total_delta=3 >/dev/null
ALTER FOREIGN TABLE sessions_participants OPTIONS (SET per_page '3');
SELECT participant_id FROM sessions_participants
    WHERE session_id = 'sess-1' LIMIT 3;
:seen
\! test/ctl.sh reset >/dev/null

-- Pages are asked for side by side.  Each one is waited for, and asked for
-- again, by itself.
ALTER FOREIGN TABLE sessions_participants OPTIONS (SET per_page '1');
\! test/ctl.sh fault match=page_no=3 fault=status status=503 retry_after=0 times=2 >/dev/null
SELECT * FROM listed;
:seen
-- A page that fails comes after the rows of those before it, ...
\! test/ctl.sh fault match=page_no=4 fault=status status=400 >/dev/null
BEGIN;
DECLARE page CURSOR FOR SELECT participant_id FROM sessions_participants
    WHERE session_id = 'sess-1';
FETCH 3 FROM page;
FETCH 1 FROM page;
\echo :LAST_ERROR_SQLSTATE
ROLLBACK;
-- ... one that is gone is not the end, and no more are sent than may be.
\! test/ctl.sh reset >/dev/null
\! test/ctl.sh fault match=page_no=4 fault=missing >/dev/null
SELECT * FROM listed;
\echo :LAST_ERROR_SQLSTATE
\! test/ctl.sh reset >/dev/null
ALTER FOREIGN TABLE sessions_participants OPTIONS (ADD max_requests '3');
SELECT * FROM listed;
:seen
ALTER FOREIGN TABLE sessions_participants OPTIONS (DROP max_requests);
-- A LIMIT needs those before it and no other.
SELECT participant_id FROM sessions_participants
    WHERE session_id = 'sess-1' LIMIT 3;
:seen
\! test/ctl.sh config page_cap=2 >/dev/null
ALTER FOREIGN TABLE sessions_participants OPTIONS (SET per_page '100');
SELECT participant_id FROM sessions_participants
    WHERE session_id = 'sess-1' LIMIT 3;
:seen
-- Several lists of several pages.
SELECT session_id, string_agg(participant_id, ' ' ORDER BY n)
    FROM (SELECT *, row_number() OVER () AS n FROM sessions_participants
          WHERE session_id IN ('sess-1', 'sess-2')) p
    GROUP BY session_id ORDER BY session_id;
:seen
\! test/ctl.sh reset >/dev/null

-- A long list, in order, whole.
\! test/ctl.sh config list_size=1234 >/dev/null
ALTER FOREIGN TABLE sessions_participants OPTIONS (DROP per_page);
SELECT count(*), count(DISTINCT participant_id), min(duration), max(duration),
       bool_and(in_order) AS in_order
    FROM (SELECT *, joined_at >= lag(joined_at, 1, joined_at) OVER () AS in_order
          FROM sessions_participants WHERE session_id = 'sess-big') p;
:seen
-- As large as the rows that are asked for, or as the largest page.
SELECT count(*) FROM (SELECT FROM sessions_participants
    WHERE session_id = 'sess-big' LIMIT 250) p;
SELECT participant_id FROM sessions_participants
    WHERE session_id = 'sess-big' OFFSET 3 LIMIT 1;
:seen
-- A condition that is checked here says nothing of how many rows to ask for.
SELECT participant_id FROM sessions_participants
    WHERE session_id = 'sess-big' AND participant_id LIKE '%3' LIMIT 2;
:seen

-- A list that has no pages, though total_count says more.
\! test/ctl.sh fault match=webhooks fault=raw body='{"success":true,"data":[{"id":"a"}],"paging":{"total_count":30}}' >/dev/null
SELECT webhook_id FROM webhooks WHERE app_id = 'app-1';
\! test/ctl.sh reset >/dev/null
