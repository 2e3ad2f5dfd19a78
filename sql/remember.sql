-- Rows of keys that come again are remembered within a scan.
\i test/regress.sql
ALTER SERVER realtime OPTIONS (ADD app_id 'app-1');
\pset format unaligned
\pset tuples_only on
CREATE TEMP TABLE visit (n integer, session_id text);
INSERT INTO visit SELECT i, 'sess-' || 1 + i % 3 FROM generate_series(0, 8) i;
INSERT INTO visit VALUES (9, NULL), (10, 'nosuch'), (11, 'nosuch');
ANALYZE visit;

-- A correlated subquery asks once for each key.
SELECT n, (SELECT s.status FROM sessions s WHERE s.session_id = v.session_id)
    FROM visit v ORDER BY n;
:seen
-- The same for lists, and a key of no rows.
SELECT n, (SELECT count(*) FROM sessions_participants p
           WHERE p.session_id = v.session_id AND p.duration > 20)
    FROM visit v ORDER BY n;
:seen
-- Several values at once are a key of their own.
SELECT n, (SELECT count(*) FROM sessions_participants p
           WHERE p.session_id IN (v.session_id, 'sess-1'))
    FROM visit v WHERE n < 9 ORDER BY n;
:seen
-- Times are a part of the key.
SELECT n, (SELECT count(*) FROM sessions s
           WHERE s.created_at > '2026-01-10'::timestamptz + n / 3 * interval '5 days')
    FROM visit v WHERE n < 9 ORDER BY n;
:seen
-- What PostgreSQL memoizes itself, and what it may not.
SET enable_hashjoin = off;
SET enable_mergejoin = off;
SET enable_material = off;
SELECT n, s.status FROM visit v JOIN sessions s USING (session_id) ORDER BY n;
:seen
SET enable_memoize = off;
SELECT n, s.status FROM visit v JOIN sessions s USING (session_id) ORDER BY n;
:seen
RESET enable_hashjoin;
RESET enable_mergejoin;
RESET enable_material;
RESET enable_memoize;
-- A run is remembered as far as its own LIMIT, but not one that is cut short.
SELECT n, (SELECT p.participant_id FROM sessions_participants p
           WHERE p.session_id = v.session_id LIMIT 1)
    FROM visit v WHERE n < 6 ORDER BY n;
:seen
SELECT n, (SELECT p.participant_id FROM sessions_participants p
           WHERE p.session_id = v.session_id AND p.duration >= 0 LIMIT 1)
    FROM visit v WHERE n < 6 ORDER BY n;
:seen
-- EXPLAIN ANALYZE counts them; little memory remembers little.
CREATE FUNCTION remembered(query text) RETURNS SETOF text LANGUAGE sql AS $$
    SELECT plan_lines(query, '^ *((?:Requests|Runs Remembered): [0-9]+)',
                      'ANALYZE, COSTS OFF, TIMING OFF')
$$;
\set query 'SELECT (SELECT count(p.data) FROM sessions_participants p WHERE p.session_id = v.session_id) FROM visit v'
SELECT remembered(:'query');
SET work_mem = '64kB';
SET hash_mem_multiplier = 1;
\! test/ctl.sh fault match=participants fault=badvalue field=name value="\"$(printf 'x%.0s' $(seq 40000))\"" >/dev/null
SELECT remembered(:'query');
\! test/ctl.sh reset >/dev/null
:forget
