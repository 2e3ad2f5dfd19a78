-- count(*) that the scan does itself: the number and the requests, and the same
-- number where PostgreSQL counts.
\i test/regress.sql
\pset format unaligned
\pset tuples_only on
CREATE FUNCTION plan(query text) RETURNS SETOF text LANGUAGE sql AS $$
    SELECT plan_lines(query, 'Aggregate.*|Estimated.*')
$$;

-- Lists of one page are counted, one request each.
SELECT count(*) FROM sessions;
:seen
SELECT count(*) FROM sessions_participants
    WHERE app_id = 'app-1' AND session_id IN ('sess-1', 'sess-2');
:seen
SELECT plan('SELECT count(*) FROM sessions');
-- Longer ones have a total_count.
ALTER SERVER realtime OPTIONS (ADD per_page '2');
SELECT count(*) FROM sessions_participants;
:seen
SELECT count(*) FROM sessions WHERE app_id = 'app-1';
:seen
-- In expressions, several at once, with HAVING.
SELECT count(*) + 1, count(1) AS one, -count('x'), 'n = ' || count(*), version() > ''
    FROM sessions WHERE app_id = 'app-1' HAVING count(*) > 1;
:seen
SELECT count(*) FROM sessions WHERE app_id = 'app-1' HAVING count(*) > 3;
SELECT 'some' FROM sessions WHERE app_id = 'app-1' HAVING count(*) > 0;
:seen
SELECT plan('SELECT count(*) FROM sessions WHERE app_id = ''app-1''
    HAVING count(*) > 3');
SELECT generate_series(1, count(*)), count(*) OVER () FROM sessions
    WHERE app_id = 'app-1';
SELECT n FROM (SELECT count(*) AS n FROM (SELECT * FROM sessions) s) t WHERE n > 4;
:seen
-- No row, one object or none, not paged.
SELECT count(*) FROM sessions WHERE app_id = 'none';
SELECT count(*) FROM sessions WHERE session_id = 'sess-1' AND app_id = 'app-1';
SELECT count(*) FROM sessions WHERE session_id = 'sess-4' AND app_id = 'app-1';
:seen
SELECT count(*) FROM webhooks;
:seen
SELECT count(*) FROM sessions WHERE app_id = NULL;
SELECT count(*) FROM sessions WHERE app_id = (SELECT NULL);
SELECT count(*) FROM sessions WHERE app_id IN (SELECT 'a' WHERE false);
SELECT count(*) FROM sessions WHERE app_id = 'app-1' AND app_id = 'app-2';
SELECT count(*) FROM sessions WHERE false;
SELECT count(*) FROM sessions LIMIT 0;
:seen

-- With a filter that is sent, pages are counted: whether total_count counts what
-- is left is not known.
SELECT count(*) FROM sessions WHERE app_id = 'app-1' AND search = 'planning';
:seen
SELECT count(*) FROM sessions_participants
    WHERE app_id = 'app-1' AND session_id = 'sess-1' AND view = 'raw';
:seen
SELECT plan('SELECT count(*) FROM sessions WHERE search = ''planning''');
SELECT count(*) FROM sessions WHERE app_id = 'app-1' AND page_no = 2
    AND per_page = 2;
:seen
-- Or where the user does not trust it.
ALTER SERVER realtime OPTIONS (ADD count_pushdown 'false');
SELECT count(*) FROM sessions WHERE app_id = 'app-1';
:seen
SELECT plan('SELECT count(*) FROM sessions WHERE app_id = ''app-1''');
-- Then it says what a scan says, whatever the server makes of pages.
CREATE VIEW ids AS SELECT session_id, participant_id FROM sessions_participants
    WHERE app_id = 'app-1';
\! test/ctl.sh config total_delta=3 >/dev/null
SELECT count(*) FROM ids WHERE session_id = 'sess-1';
SELECT count(*), max(participant_id) FROM ids WHERE session_id = 'sess-1';
:forget
\! test/ctl.sh config total_delta=0 overlap=1 >/dev/null
SELECT count(*) FROM ids WHERE session_id = 'sess-1';
SELECT count(*), max(participant_id) FROM ids WHERE session_id = 'sess-1';
\! test/ctl.sh config overlap=0 paging=none >/dev/null
SELECT count(*) FROM ids WHERE session_id = 'sess-1';
\! test/ctl.sh config paging=auto repeat_page=1 >/dev/null
SELECT count(*) FROM ids WHERE session_id = 'sess-1';
\echo :LAST_ERROR_SQLSTATE
\! test/ctl.sh reset >/dev/null
ALTER SERVER realtime OPTIONS (DROP count_pushdown);
-- Trusted, it counts; where there is none, or the page is all, rows do.
\! test/ctl.sh config total_delta=3 >/dev/null
SELECT count(*) FROM ids WHERE session_id = 'sess-1';
:seen
\! test/ctl.sh config total_delta=0 paging=none >/dev/null
SELECT count(*) FROM ids WHERE session_id = 'sess-1';
:seen
\! test/ctl.sh config paging=auto page_cap=1 >/dev/null
SELECT count(*) FROM ids WHERE session_id = 'sess-1';
:seen
-- A number that no list can have is none.
\! test/ctl.sh config page_cap=0 total_delta=9000000000000000000 >/dev/null
SELECT count(*) FROM ids WHERE session_id IN ('sess-1', 'sess-2');
:seen
\! test/ctl.sh reset >/dev/null
-- A parent that vanished is skipped; an error is one.
\! test/ctl.sh fault match=sess-2/participants fault=status status=404 >/dev/null
SELECT count(*) FROM sessions_participants WHERE app_id = 'app-1';
\! test/ctl.sh reset >/dev/null
\! test/ctl.sh fault match=sess-2/participants fault=status status=403 >/dev/null
SELECT count(*) FROM sessions_participants WHERE app_id = 'app-1';
\echo :LAST_ERROR_SQLSTATE
\! test/ctl.sh reset >/dev/null

-- Once for each outer row; the same is not asked for twice.
SELECT s.session_id, (SELECT count(*) FROM sessions_participants p
                      WHERE p.session_id = s.session_id AND p.app_id = s.app_id)
    FROM sessions s;
:seen
SELECT n, (SELECT count(*) FROM sessions WHERE app_id = 'app-' || n)
    FROM unnest('{1,2,1,NULL,3,2}'::int[]) n;
:seen
SELECT n, (SELECT count(*) + n - n FROM sessions WHERE app_id = 'app-1')
    FROM generate_series(1, 3) n;
:seen
SELECT count(*) FROM apps a CROSS JOIN LATERAL (
    SELECT count(*) AS n FROM sessions s WHERE s.app_id = a.app_id) c;
:seen
SET plan_cache_mode = force_generic_plan;
PREPARE counted(text) AS SELECT count(*) FROM sessions WHERE app_id = $1;
EXECUTE counted('app-1');
EXECUTE counted('app-2');
EXECUTE counted(NULL);
:seen
RESET plan_cache_mode;
BEGIN;
DECLARE c SCROLL CURSOR FOR SELECT count(*) FROM sessions WHERE app_id = 'app-1';
FETCH ALL FROM c;
FETCH FIRST FROM c;
COMMIT;
:seen

-- A domain's length or check may keep its column from showing what was sent.
CREATE DOMAIN four AS varchar(4);
CREATE FOREIGN TABLE of_domain (app_id four)
    SERVER realtime OPTIONS (resource 'sessions', on_bad_value 'null');
SELECT count(*) FROM of_domain WHERE app_id = 'app-1';
SELECT count(*) FROM (SELECT FROM of_domain WHERE app_id = 'app-1' LIMIT 2) few;
SELECT count(*) FROM of_domain;
:seen

-- PostgreSQL's: other aggregates, groups, clauses that are checked here, locks.
SELECT plan('SELECT count(*) FROM sessions WHERE status = ''LIVE''');
SELECT plan('SELECT count(*) FROM sessions WHERE created_at > now()');
SELECT plan('SELECT count(*), max(status) FROM sessions WHERE app_id = ''a''');
SELECT plan('SELECT count(status) FROM sessions WHERE app_id = ''a''');
SELECT plan('SELECT count(NULL) FROM sessions WHERE app_id = ''a''');
SELECT plan('SELECT count(DISTINCT 1) FROM sessions WHERE app_id = ''a''');
SELECT plan('SELECT count(*) FILTER (WHERE random() < 2) FROM sessions
    WHERE app_id = ''a''');
SELECT plan('SELECT count(1 ORDER BY 1) FROM sessions WHERE app_id = ''a''');
SELECT plan('SELECT app_id, count(*) FROM sessions WHERE app_id IN (''a'', ''b'')
    GROUP BY 1');
SELECT plan('SELECT count(*) FROM sessions WHERE app_id = ''a''
    GROUP BY GROUPING SETS ((), ())');
SELECT plan('SELECT count(*) FROM sessions s JOIN apps a USING (app_id)');
CREATE VIEW behind WITH (security_barrier) AS
    SELECT * FROM sessions WHERE app_id = 'app-1';
SELECT plan('SELECT count(*) FROM behind WHERE app_id = ''app-1''');
-- Groups need no details, no events, and no more requests than the list.
SELECT session_id, count(*) FROM sessions_participants WHERE app_id = 'app-1'
    AND session_id IN ('sess-1', 'sess-2') GROUP BY 1 ORDER BY 1;
:seen

-- The same numbers with everything done in PostgreSQL.
CREATE TABLE asked (source text, pushed bigint);
CREATE FUNCTION count_of(source text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    found bigint;
BEGIN
    EXECUTE 'SELECT count(*) FROM ' || source INTO found;
    RETURN found;
END $$;
INSERT INTO asked SELECT resource FROM rtk_tables()
    WHERE resource NOT LIKE 'analytics%';
INSERT INTO asked VALUES ('sessions WHERE app_id = ''app-2'''),
    ('sessions WHERE app_id IN (''app-2'', ''app-1'')'),
    ('sessions WHERE session_id = ''sess-4'''),
    ('meetings_participants WHERE meeting_id = ''meet-1''');
UPDATE asked SET pushed = count_of(source);
ALTER SERVER realtime OPTIONS (ADD enable_pushdown 'false');
SELECT source, pushed, count_of(source) FROM asked
    WHERE pushed <> count_of(source) ORDER BY 1;
SELECT count(*) > 20, sum(pushed) > 20 FROM asked;
:forget

\set ECHO none
SET client_min_messages = error;
DROP TABLE asked;
DROP FUNCTION plan(text), count_of(text);
DROP SERVER realtime CASCADE;
DROP DOMAIN four;
