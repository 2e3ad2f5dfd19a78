-- Joins give keys: each outer row asks for its own, and any plan gives the
-- same rows.
\i test/regress.sql
ALTER SERVER realtime OPTIONS (ADD app_id 'app-1');
\pset format unaligned
\pset tuples_only on
CREATE TEMP TABLE wanted (session_id text, note text);
INSERT INTO wanted VALUES ('sess-2', 'a'), ('sess-3', 'b'), ('nosuch', 'c'),
    (NULL, 'd');
ANALYZE wanted;

-- A nested loop with one request for each outer row that has a key.
SELECT w.note, p.participant_id FROM wanted w
    JOIN sessions_participants p USING (session_id) ORDER BY 1, 2;
:seen
SELECT w.note, count(p.participant_id) FROM wanted w
    LEFT JOIN sessions_participants p USING (session_id)
    GROUP BY 1 ORDER BY 1;
:seen
SELECT note FROM wanted w WHERE EXISTS (SELECT FROM sessions_participants p
    WHERE p.session_id = w.session_id AND p.duration > 20) ORDER BY 1;
:seen
SELECT w.note, l.participant_id, l.duration FROM wanted w
    CROSS JOIN LATERAL (SELECT * FROM sessions_participants p
        WHERE p.session_id = w.session_id
        ORDER BY duration DESC, participant_id LIMIT 1) l ORDER BY 1;
-- Not more than the executor needs of each.
SELECT w.note, (SELECT p.participant_id FROM sessions_participants p
    WHERE p.session_id = w.session_id LIMIT 1) FROM wanted w ORDER BY 1;
SELECT DISTINCT session_id FROM sessions_participants
    WHERE session_id IN (SELECT session_id FROM wanted) ORDER BY 1;
:seen

-- Foreign with foreign, the keys of one from the rows of the other.
SELECT s.session_id, s.status, p.participant_id
    FROM sessions s JOIN sessions_participants p USING (app_id, session_id)
    WHERE s.status = 'LIVE' ORDER BY 3;
:seen
-- The same rows, whatever the plan.
CREATE VIEW both_lists AS
    SELECT md5(string_agg(concat_ws(',', s.session_id, s.minutes_consumed,
                                    p.participant_id, p.duration),
                          ';' ORDER BY s.session_id, p.participant_id)) AS md5,
           count(*)
    FROM sessions s JOIN sessions_participants p USING (app_id, session_id);
SELECT md5, count FROM both_lists \gset
\echo :count
SET enable_nestloop = off;
SELECT md5 = :'md5' FROM both_lists;
SET enable_hashjoin = off;
SELECT md5 = :'md5' FROM both_lists;
SET enable_nestloop = on;
SET enable_mergejoin = off;
SELECT md5 = :'md5' FROM both_lists;
SET enable_material = off;
SELECT md5 = :'md5' FROM both_lists;
RESET enable_nestloop;
RESET enable_hashjoin;
RESET enable_mergejoin;
:forget

-- The option says which app is read, whichever kind of join PostgreSQL uses.
CREATE TEMP TABLE anywhere (app_id text, session_id text);
INSERT INTO anywhere VALUES ('app-1', 'sess-1'), ('app-2', 'sess-4');
ANALYZE anywhere;
SELECT app_id, session_id, status FROM anywhere
    JOIN sessions USING (app_id, session_id);
SELECT app_id, count(*) FROM anywhere
    JOIN sessions_participants USING (app_id, session_id) GROUP BY 1;
SET enable_nestloop = off;
SELECT app_id, count(*) FROM anywhere
    JOIN sessions_participants USING (app_id, session_id) GROUP BY 1;
RESET enable_nestloop;
:forget

-- The inner side of a nested loop is read once and replayed.
SET enable_hashjoin = off;
SET enable_mergejoin = off;
SET enable_material = off;
SELECT count(*), count(DISTINCT s.session_id)
    FROM generate_series(1, 4) g JOIN sessions s
    ON s.live_participants + g > 0;
:seen
SELECT count(*) FROM generate_series(1, 3) g LEFT JOIN
    (SELECT * FROM sessions_participants WHERE session_id = 'sess-1') p
    ON p.duration > 20 * g;
:seen
RESET enable_hashjoin;
RESET enable_mergejoin;
RESET enable_material;

-- A generic plan takes each execution's own values, NULL too.
SET plan_cache_mode = force_generic_plan;
PREPARE p(text, text[]) AS SELECT session_id, participant_id
    FROM sessions_participants
    WHERE session_id = $1 AND participant_id = ANY ($2);
EXECUTE p('sess-1', '{part-1}');
EXECUTE p('sess-2', '{part-6,part-1}');
EXECUTE p('sess-1', '{part-2,part-1}');
EXECUTE p(NULL, '{part-1}');
EXECUTE p('sess-1', NULL);
EXECUTE p('sess-2', '{part-7}');
:seen
-- Options are read when a scan begins.
PREPARE o AS SELECT count(*) FROM sessions;
EXECUTE o;
ALTER SERVER realtime OPTIONS (SET app_id 'app-2');
EXECUTE o;
ALTER SERVER realtime OPTIONS (SET app_id 'app-1');
EXECUTE o;
:seen
RESET plan_cache_mode;

-- Cursors ask for what is fetched.
ALTER SERVER realtime OPTIONS (ADD per_page '2');
BEGIN;
DECLARE c CURSOR FOR SELECT participant_id FROM sessions_participants
    WHERE session_id = 'sess-1';
:seen
FETCH 1 FROM c;
CLOSE c;
:seen
DECLARE s SCROLL CURSOR FOR SELECT participant_id FROM sessions_participants
    WHERE session_id = 'sess-2';
FETCH 2 FROM s;
FETCH BACKWARD 1 FROM s;
FETCH ALL FROM s;
FETCH ABSOLUTE 1 FROM s;
:seen
DECLARE h CURSOR WITH HOLD FOR SELECT session_id FROM sessions;
FETCH 1 FROM h;
COMMIT;
FETCH ALL FROM h;
CLOSE h;
:seen

-- A correlated subquery whose values are only compared here reads its list
-- once more, and keeps the rows from then on; what is sent is sent again.
SELECT s.session_id, (SELECT count(*) FROM recordings r
                      WHERE r.app_id = 'app-1' AND r.session_id = s.session_id)
    FROM sessions s WHERE s.app_id = 'app-1' ORDER BY 1;
:seen
SELECT s.session_id, (SELECT min(p.display_name) FROM sessions_participants p
                      WHERE p.app_id = 'app-1' AND p.session_id = s.session_id
                        AND p.duration < s.minutes_consumed)
    FROM sessions s WHERE s.app_id = 'app-1' ORDER BY 1;
:seen
