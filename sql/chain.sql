-- Joins of tables that stand above one another are one chain of requests.
\i test/regress.sql
ALTER SERVER realtime OPTIONS (ADD app_id 'app-1');
\pset format unaligned
\pset tuples_only on

SELECT s.session_id, s.status, p.display_name
    FROM sessions s JOIN sessions_participants p USING (session_id) ORDER BY 1, 3;
:seen
SELECT s.session_id, p.display_name
    FROM sessions s JOIN sessions_participants p USING (app_id, session_id)
    WHERE s.status = 'LIVE' AND p.duration > 1 ORDER BY 1, 2;
:seen
SELECT s.session_id, count(*)
    FROM sessions s JOIN sessions_participants p USING (app_id, session_id)
    WHERE s.meeting_display_name LIKE 'Weekly%' GROUP BY 1 ORDER BY 1;
:seen
SELECT s.session_id, s.minutes_consumed, p.display_name
    FROM sessions s JOIN sessions_participants p USING (session_id)
    WHERE s.session_id = 'sess-1' AND p.duration < s.minutes_consumed / 10 ORDER BY 3;
:seen
SELECT a.name, s.session_id FROM apps a JOIN sessions s USING (app_id) ORDER BY 1, 2;
:seen
ALTER SERVER realtime OPTIONS (DROP app_id);
SELECT a.name, s.session_id, count(p.participant_id)
    FROM apps a JOIN sessions s USING (app_id)
    JOIN sessions_participants p USING (app_id, session_id)
    GROUP BY 1, 2 ORDER BY 1, 2;
:seen
SELECT a.name, count(DISTINCT p.session_id)
    FROM apps a JOIN sessions_participants p USING (app_id) GROUP BY 1 ORDER BY 1;
:seen
SELECT a.name, s.session_id FROM apps a JOIN sessions s USING (app_id)
    WHERE a.app_id IN ('app-2', 'nosuch') ORDER BY 1, 2;
:seen
EXPLAIN (VERBOSE, COSTS OFF) SELECT a.name, s.session_id, p.display_name
    FROM apps a JOIN sessions s USING (app_id)
    JOIN sessions_participants p USING (app_id, session_id);
-- Outer and semi joins.
ALTER SERVER realtime OPTIONS (ADD app_id 'app-2');
SELECT s.session_id, p.display_name FROM sessions s
    LEFT JOIN sessions_participants p USING (session_id) ORDER BY 1, 2;
:seen
SELECT s.session_id, p.display_name FROM sessions s
    LEFT JOIN sessions_participants p ON p.session_id = s.session_id AND p.duration > 1000
    ORDER BY 1, 2;
SELECT s.session_id, p.display_name FROM sessions s
    LEFT JOIN sessions_participants p ON p.session_id = s.session_id
    WHERE p.participant_id IS NULL ORDER BY 1, 2;
SELECT s.session_id FROM sessions s WHERE EXISTS
    (SELECT FROM sessions_participants p WHERE p.session_id = s.session_id);
:seen
SELECT s.session_id FROM sessions s WHERE NOT EXISTS
    (SELECT FROM sessions_participants p WHERE p.session_id = s.session_id);
:seen
SELECT p.participant_id FROM sessions_participants p WHERE session_id IN
    (SELECT session_id FROM sessions WHERE status = 'ENDED');
:seen
SELECT p.participant_id, s.status FROM sessions_participants p
    LEFT JOIN sessions s USING (session_id) ORDER BY 1;
:seen
-- What the table below alone is restricted to leaves the rows above alone.
SELECT s.session_id, p.display_name FROM sessions s
    LEFT JOIN sessions_participants p
        ON p.session_id = s.session_id AND p.session_id = 'nosuch'
    ORDER BY 1, 2;
:seen
SELECT s.session_id, p.display_name FROM sessions s
    LEFT JOIN sessions_participants p USING (app_id, session_id)
    WHERE s.session_id IN ('sess-4', 'nosuch') ORDER BY 1, 2;
:seen
SELECT s.session_id FROM sessions s WHERE NOT EXISTS
    (SELECT FROM sessions_participants p
     WHERE p.session_id = s.session_id AND p.session_id = 'nosuch');
:seen
-- Nor does the option say which apps there are.
SELECT a.app_id, s.session_id FROM apps a
    LEFT JOIN sessions s USING (app_id) ORDER BY 1, 2;
:seen
SELECT a.app_id FROM apps a
    WHERE NOT EXISTS (SELECT FROM sessions s WHERE s.app_id = a.app_id);
:seen
-- Not one scan: where an id could be one of another app.
ALTER SERVER realtime OPTIONS (DROP app_id);
CREATE FUNCTION scans(query text) RETURNS bigint LANGUAGE sql AS $$
    SELECT count(*) FROM plan_lines(query, 'Foreign Scan')
$$;
SELECT scans('SELECT 1 FROM sessions JOIN sessions_participants USING (session_id)');
SELECT scans('SELECT 1 FROM sessions JOIN sessions_participants USING (app_id, session_id)');
SELECT scans('SELECT 1 FROM apps JOIN sessions ON sessions.app_id <> apps.app_id');
SELECT scans('SELECT 1 FROM apps JOIN sessions USING (account_id)');
SELECT scans($$SELECT 1 FROM apps a JOIN sessions s USING (app_id) WHERE app_id = 'app-1'$$);
SELECT scans($$SELECT 1 FROM apps a, sessions s WHERE a.app_id = 'app-1' AND s.app_id = 'app-2'$$);
ALTER SERVER realtime OPTIONS (ADD app_id 'app-1');
SELECT scans('SELECT 1 FROM apps, sessions');
SELECT scans('SELECT 1 FROM apps JOIN sessions USING (app_id)');
SELECT scans('SELECT 1 FROM sessions JOIN sessions_participants USING (session_id)');
SELECT scans($$SELECT 1 FROM sessions s JOIN sessions_participants p USING (session_id) WHERE s.app_id = 'app-2'$$);
SELECT scans('SELECT 1 FROM sessions s JOIN sessions_participants p ON s.meeting_display_name = p.session_id');
