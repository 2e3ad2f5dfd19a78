-- Details are asked for only for rows that pass what can be checked before.
\i test/regress.sql
\pset format unaligned
\pset tuples_only on
SET search_path = realtime_kit, public, pg_temp;
SELECT participant_id, duration, device_info ->> 'browser'
    FROM sessions_participants
    WHERE app_id = 'app-1' AND session_id = 'sess-1' AND duration > 40
    ORDER BY 1;
:seen
SELECT participant_id FROM sessions_participants
    WHERE app_id = 'app-1' AND session_id = 'sess-1' AND duration > 40
      AND device_info ->> 'browser' = 'Chrome';
:seen
SELECT count(callstats) FROM sessions_participants
    WHERE app_id = 'app-1' AND session_id = 'sess-1' AND duration < 0;
:seen
SELECT preset_id, config IS NULL FROM presets
    WHERE app_id = 'app-1' AND name LIKE '%host';
:seen
-- In a chain of three levels, and with values from a join.
SELECT p.participant_id, p.device_info ->> 'browser'
    FROM sessions_participants p
    WHERE p.app_id = 'app-1' AND p.joined_at >= '2026-01-19' ORDER BY 1;
:seen
SELECT s.session_id, p.participant_id, p.device_info ->> 'browser'
    FROM sessions s JOIN sessions_participants p
        ON p.app_id = s.app_id AND p.session_id = s.session_id
        AND p.joined_at > s.started_at + interval '14 minutes'
    WHERE s.app_id = 'app-1' AND s.session_id = 'sess-1' ORDER BY 2;
:seen
-- A prepared statement, and a row that the lookup by key gives.
SET plan_cache_mode = force_generic_plan;
PREPARE longer(float8) AS
    SELECT participant_id, quality_stats IS NOT NULL FROM sessions_participants
    WHERE app_id = 'app-1' AND session_id = 'sess-1' AND duration > $1
    ORDER BY 1;
EXECUTE longer(50);
EXECUTE longer(44);
:seen
RESET plan_cache_mode;
SELECT participant_id, callstats IS NULL FROM sessions_participants
    WHERE app_id = 'app-1' AND session_id = 'sess-1'
      AND participant_id = 'part-1' AND duration > 100;
:seen
-- System columns are there early, too.
SELECT participant_id FROM sessions_participants
    WHERE tableoid = 'sessions_participants'::regclass
      AND callstats IS NOT NULL AND app_id = 'app-1' AND session_id = 'sess-1'
    ORDER BY 1;
:forget
-- What LIMIT needs is asked for, one after the other.
SELECT participant_id, device_info ->> 'browser' FROM sessions_participants
    WHERE app_id = 'app-1' AND session_id = 'sess-1' AND duration = 30 LIMIT 1;
:forget
-- Not early: volatile functions, which run once for a row, and subplans.
CREATE SEQUENCE pg_temp.calls;
SELECT participant_id FROM sessions_participants
    WHERE app_id = 'app-1' AND session_id = 'sess-2'
      AND nextval('pg_temp.calls') > 0 AND callstats IS NOT NULL ORDER BY 1;
SELECT last_value FROM pg_temp.calls;
:forget
-- Nor anything that could see a row before a security barrier hides it.
CREATE FUNCTION pg_temp.tell(text) RETURNS boolean LANGUAGE plpgsql
IMMUTABLE COST 0.001
AS $$ BEGIN RAISE NOTICE 'saw %', $1; RETURN true; END $$;
CREATE VIEW pg_temp.chrome WITH (security_barrier) AS
    SELECT * FROM sessions_participants
    WHERE app_id = 'app-1' AND session_id = 'sess-2'
      AND device_info ->> 'browser' = 'Chrome';
SELECT display_name FROM pg_temp.chrome WHERE pg_temp.tell(display_name);
CREATE VIEW pg_temp.long WITH (security_barrier) AS
    SELECT * FROM sessions_participants
    WHERE app_id = 'app-1' AND session_id = 'sess-2' AND duration > 20;
SELECT display_name, callstats IS NOT NULL FROM pg_temp.long
    WHERE pg_temp.tell(display_name);
:seen
-- Values that do not fit are errors as without details, or counted once.
\! test/ctl.sh fault match=sess-2/participants? fault=badvalue field=duration value='"long"' >/dev/null
SELECT callstats FROM sessions_participants
    WHERE app_id = 'app-1' AND session_id = 'sess-2' AND duration > 1;
\! test/ctl.sh reset >/dev/null
-- EXPLAIN counts the rows that got no details.
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF, FORMAT JSON)
SELECT callstats FROM sessions_participants
    WHERE app_id = 'app-1' AND session_id = 'sess-1' AND display_name LIKE 'B%'
\g (format=unaligned tuples_only=on) | grep -E '"(Requests|Rows Removed Before Details)"'
:forget
-- A correlated subquery: what is dropped early depends on the outer row.
SELECT s.session_id,
       (SELECT string_agg(p.participant_id, ',' ORDER BY p.participant_id)
        FROM sessions_participants p
        WHERE p.app_id = 'app-1' AND p.session_id = 'sess-1'
          AND p.callstats IS NOT NULL AND p.duration < s.minutes_consumed)
    FROM sessions s WHERE s.app_id = 'app-1' ORDER BY 1;
:forget
