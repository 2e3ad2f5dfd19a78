-- Keys that a query gives become path parameters, one request for each value.
\i test/regress.sql
ALTER SERVER realtime OPTIONS (ADD app_id 'app-1');
\pset format unaligned
\pset tuples_only on

-- One value, as a constant in either order, a stable expression, a parameter.
SELECT participant_id, display_name FROM sessions_participants
    WHERE session_id = 'sess-1' AND participant_id = 'part-1';
:seen
SELECT title, status FROM meetings WHERE 'meet-2' = meeting_id;
:seen
SET rtk_test.id = 'sess-2';
SELECT session_id, minutes_consumed FROM sessions
    WHERE session_id = current_setting('rtk_test.id');
:seen
PREPARE one(text) AS SELECT status FROM sessions WHERE session_id = $1;
EXECUTE one('sess-3');
EXECUTE one(NULL);
:seen

-- Several values: a request for each that is distinct, rows of all.
SELECT participant_id FROM sessions_participants
    WHERE session_id = 'sess-1'
      AND participant_id IN ('part-2', 'part-1', 'part-2', NULL);
:seen
SELECT session_id FROM sessions
    WHERE session_id = ANY (ARRAY['sess-1', 'sess-3', 'sess-1']);
:seen
PREPARE many(text[]) AS SELECT session_id FROM sessions
    WHERE session_id = ANY ($1);
EXECUTE many('{sess-2,sess-1}');
EXECUTE many('{sess-2,NULL}');
EXECUTE many('{}');
EXECUTE many(NULL);
:seen
SELECT session_id FROM sessions
    WHERE session_id = 'sess-3' OR session_id IN ('sess-1', 'sess-2')
       OR session_id = ANY ('{sess-1}');
:seen
-- Two lists: each with each.
SELECT session_id, participant_id FROM sessions_participants
    WHERE session_id IN ('sess-1', 'sess-2')
      AND participant_id IN ('part-1', 'part-6') ORDER BY 2;
:seen
-- The tables have the rows of the option's app and no others, but for apps.
SELECT account_id, app_id, session_id FROM sessions
    WHERE app_id = 'app-2' AND session_id = 'sess-4';
SELECT session_id FROM sessions WHERE app_id IN ('app-1', 'app-2')
    AND session_id = 'sess-1';
SELECT session_id FROM sessions WHERE account_id = 'another';
SELECT app_id FROM apps WHERE app_id = 'app-2';
SELECT a.app_id, count(session_id) FROM apps a LEFT JOIN sessions s USING (app_id)
    WHERE a.app_id IN ('app-1', 'app-2') GROUP BY 1 ORDER BY 1;
SELECT a.app_id, (SELECT count(*) FROM sessions s WHERE s.app_id = a.app_id)
    FROM apps a ORDER BY 1;
:seen

-- What no row can have: nothing is asked.
SELECT session_id FROM sessions WHERE session_id = NULL;
SELECT session_id FROM sessions WHERE session_id IN (NULL, NULL);
SELECT session_id FROM sessions
    WHERE session_id = 'sess-1' AND session_id = 'sess-2';
SELECT session_id FROM sessions
    WHERE session_id IN ('sess-1', 'sess-2') AND session_id = lower('SESS-3');
SELECT session_id FROM sessions WHERE session_id IN ('', '.', '..');
SELECT session_id FROM sessions WHERE session_id = repeat('x', 600);
:seen
-- What two lists have in common.
SELECT session_id FROM sessions
    WHERE session_id IN ('sess-1', 'sess-2', 'sess-3')
      AND session_id = ANY (ARRAY['sess-4', 'sess-3', 'sess-2']);
:seen

-- Ids that do not exist are no rows; those of other values come.
SELECT session_id FROM sessions WHERE session_id IN ('nosuch', 'sess-1');
SELECT participant_id FROM sessions_participants WHERE session_id = 'nosuch';
ALTER SERVER realtime OPTIONS (DROP app_id);
SELECT session_id FROM sessions WHERE app_id = 'nosuch';
ALTER SERVER realtime OPTIONS (ADD app_id 'app-1');
:seen
-- Characters that mean something in a URL are sent as part of the id.
SELECT session_id FROM sessions WHERE session_id IN
    ('a/b', '../sess-1', 'sess-1?x=1', 'sess-1#x', 'a b', 'a%2eb', '%2e%2e',
     'é☃', 'a+b&c=d', '{app_id}', 'sess-1;x', E'a\nb');
:seen

-- Conditions that give no key are checked here, and the list is read.
SELECT session_id FROM sessions WHERE session_id LIKE '%-3';
:seen
SELECT session_id FROM sessions WHERE session_id <> 'sess-1' ORDER BY 1;
SELECT session_id FROM sessions WHERE session_id || '' = 'sess-1';
SELECT session_id FROM sessions
    WHERE session_id = 'sess-1' OR status = 'LIVE' ORDER BY 1;
SELECT session_id FROM sessions WHERE session_id = 'sess-' || (random() * 0 + 1);
:seen
-- A key and more: the condition holds for the row of the key.
SELECT session_id FROM sessions
    WHERE session_id IN ('sess-1', 'sess-3') AND status = 'LIVE';
SELECT session_id FROM sessions
    WHERE session_id = 'sess-1' AND session_id LIKE '%-2';
:seen
-- A parameter that only the list knows: the list is asked, also with a key.
SELECT session_id FROM sessions
    WHERE session_id IN ('sess-1', 'sess-2') AND search = 'nothing like it';
SELECT session_id FROM sessions WHERE session_id = 'sess-1' AND search = 'sess-1';
:seen

-- An empty request parameter would be as if it were not given.
SELECT count(*) FROM recordings WHERE app_id = 'app-1' AND meeting_id = '';
:seen
SELECT count(*) FROM sessions WHERE app_id = 'app-1' AND start_time = 'infinity';
\echo :LAST_ERROR_SQLSTATE
SELECT count(*) FROM analytics_sessions
    WHERE app_id = 'app-1' AND start_date = '0044-03-15 BC';
:seen

-- Several columns at once: of each, the values that any of the rows has.
SELECT session_id, participant_id FROM sessions_participants
    WHERE (session_id, participant_id) IN (('sess-1', 'part-1'),
        ('sess-2', 'part-6'), ('sess-1', 'part-2'), ('sess-2', 'part-1'))
    ORDER BY 1, 2;
:seen
SELECT app_id, session_id FROM sessions
    WHERE (app_id = 'app-1' AND session_id = 'sess-1')
       OR (session_id = 'sess-2' AND app_id = 'app-1' AND minutes_consumed > 1)
    ORDER BY 1, 2;
:seen
-- A column that one of the rows leaves open is not given.
SELECT session_id FROM sessions WHERE app_id = 'app-1'
    AND (session_id = 'sess-1' OR (status = 'LIVE' AND session_id > 's'))
    ORDER BY 1;
:seen
SELECT session_id FROM sessions
    WHERE (app_id, search) IN (('app-1', 'a'), ('app-1', 'b'));
