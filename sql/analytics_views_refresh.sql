-- rtk_analytics: materialized views of a copy, and their refresh beside readers.
\i test/regress.sql
\pset format unaligned
\pset tuples_only on
\set SHOW_CONTEXT never
SET client_min_messages = error;
CREATE EXTENSION IF NOT EXISTS rtk_analytics;
DROP SCHEMA IF EXISTS copied, copied_live CASCADE;
SELECT rtk_analytics.setup('realtime', 'copied') \g /dev/null
RESET client_min_messages;
SET search_path = copied;
SELECT count(rtk_analytics.ensure_partitions('copied', '2026-01-05 09:00Z'));
SELECT rtk_analytics.refresh('copied');
SELECT rtk_analytics.materialize('realtime');
SELECT rtk_analytics.materialize('copied');
SELECT rtk_analytics.materialize('copied');

-- (A constant regnamespace would keep the schema.)
CREATE TEMP VIEW materialized AS
    SELECT c.oid, relname, relispopulated, relfilenode FROM pg_class AS c
    WHERE relnamespace::regnamespace::text = 'copied' AND relkind = 'm';
-- Each has a unique index, of all rows, and is without data so far.
SELECT relname, relispopulated,
       (SELECT array_agg(attname ORDER BY attnum) FROM pg_attribute
        WHERE attrelid = indexrelid) AS key
    FROM materialized AS m JOIN pg_index ON indrelid = m.oid AND indisunique
        AND indpred IS NULL AND indexprs IS NULL ORDER BY 1;
SELECT count(*) FROM session_summary_materialized;
-- Every column is commented.
SELECT relname, attname FROM materialized AS m
    JOIN pg_attribute ON attrelid = m.oid AND attnum > 0
    WHERE col_description(m.oid, attnum) IS NULL
       OR obj_description(m.oid) IS NULL;

-- First filled, then refreshed beside readers: CONCURRENTLY keeps the file,
-- which a plain refresh replaces.
INSERT INTO sessions (app_id, session_id, associated_id, status, started_at,
    ended_at) VALUES ('x', 's', 'm', 'ENDED', '2026-01-05 09:00Z',
                      '2026-01-05 10:00Z');
INSERT INTO participants (app_id, session_id, participant_id,
    session_started_at, user_id, joined_at, left_at, duration)
    VALUES ('x', 's', 'p1', '2026-01-05 09:00Z', 'u1', '2026-01-05 09:00Z',
            '2026-01-05 09:30Z', 30);
SELECT rtk_analytics.refresh('copied');
SELECT count(*) FROM materialized WHERE NOT relispopulated;
CREATE FUNCTION pg_temp.differ() RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    name text;
    source text;
    n bigint;
BEGIN
    FOR name, source IN
        SELECT relname, replace(relname, '_materialized', '') ||
               CASE WHEN relname ~ 'minutes' THEN '()' ELSE '' END
        FROM materialized
    LOOP
        EXECUTE format('SELECT count(*) FROM ((TABLE %I EXCEPT ALL '
            'SELECT * FROM %s) UNION ALL (SELECT * FROM %2$s EXCEPT ALL '
            'TABLE %1$I)) x', name, source) INTO n;
        IF n > 0 THEN
            RETURN NEXT name;
        END IF;
    END LOOP;
END $$;
SELECT pg_temp.differ();
CREATE TEMP TABLE before AS SELECT * FROM materialized;
INSERT INTO participants (app_id, session_id, participant_id,
    session_started_at, user_id, joined_at, left_at, duration)
    VALUES ('x', 's', 'p2', '2026-01-05 09:00Z', 'u2', '2026-01-05 09:20Z',
            '2026-01-05 10:00Z', 40);
UPDATE participants SET left_at = '2026-01-05 09:40Z', duration = 40
    WHERE participant_id = 'p1';
SELECT count(*) FROM pg_temp.differ();
SELECT rtk_analytics.refresh('copied');
SELECT pg_temp.differ();
SELECT count(*) FROM materialized JOIN before USING (oid, relfilenode);
SELECT rtk_analytics.refresh('copied', concurrently := false);
SELECT count(*) FROM materialized JOIN before USING (oid, relfilenode);
SELECT participants, peak_participants, participant_minutes
    FROM session_summary_materialized;
SELECT rtk_analytics.refresh('nowhere');
:seen

SET client_min_messages = error;
SELECT rtk_analytics.teardown('realtime', 'copied') \g /dev/null
SELECT nspname FROM pg_namespace WHERE nspname ~ '^copied';
