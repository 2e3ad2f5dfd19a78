-- rtk_analytics: what setup(), teardown() and grant_reader() make, drop and
-- grant; partitions.  None of them sends a request.
\i test/regress.sql
\pset format unaligned
\pset tuples_only on
\set SHOW_CONTEXT never
SET client_min_messages = error;
CREATE EXTENSION IF NOT EXISTS rtk_analytics;
DROP ROLE IF EXISTS rtk_reader, rtk_owner;
RESET client_min_messages;
CREATE ROLE rtk_reader;
CREATE ROLE rtk_owner;

-- What is missing is told.
SELECT rtk_analytics.setup('nowhere');
CREATE FOREIGN DATA WRAPPER rtk_other;
CREATE SERVER rtk_other FOREIGN DATA WRAPPER rtk_other;
SELECT rtk_analytics.setup('rtk_other');
DROP SERVER rtk_other;
DROP FOREIGN DATA WRAPPER rtk_other;
SELECT rtk_analytics.setup('realtime', repeat('x', 59));
SET ROLE rtk_owner;
SELECT rtk_analytics.setup('realtime');
RESET ROLE;
SELECT rtk_analytics.setup('realtime', '$user');
SELECT rtk_analytics.teardown('realtime');
SELECT rtk_analytics.grant_reader('rtk_reader');
-- A schema that another role has made ready for whoever comes.
CREATE SCHEMA analytics_live AUTHORIZATION rtk_owner;
SELECT rtk_analytics.setup('realtime');
DROP SCHEMA analytics_live;

-- Made, and made again.
SELECT rtk_analytics.setup('realtime');
SELECT rtk_analytics.setup('realtime', pii := true);
SELECT server, schema, live_schema, owner FROM rtk_analytics.copies();
SELECT pii FROM analytics.sync_state;
SELECT rtk_analytics.setup('realtime');
SELECT pii FROM analytics.sync_state;
-- All that is made has a comment, each column too.
SELECT c.oid::regclass, a.attname FROM pg_class c
    JOIN pg_namespace n ON n.oid = relnamespace
    JOIN pg_attribute a ON attrelid = c.oid AND NOT attisdropped AND attnum > 0
    WHERE nspname ~ '^analytics' AND relkind IN ('r', 'p', 'v', 'm', 'f')
      AND col_description(c.oid, attnum) IS NULL
    ORDER BY 1, 2;
SELECT c.oid::regclass FROM pg_class c
    JOIN pg_namespace n ON n.oid = relnamespace
    WHERE nspname ~ '^analytics' AND relkind IN ('r', 'p', 'v', 'm', 'f')
      AND obj_description(c.oid, 'pg_class') IS NULL
    ORDER BY 1;
SELECT p.oid::regprocedure FROM pg_proc p
    WHERE pronamespace = 'rtk_analytics'::regnamespace
      AND (obj_description(p.oid, 'pg_proc') IS NULL OR prosecdef
           OR prokind = 'f' AND prosqlbody IS NULL
              AND NOT 'search_path=pg_catalog, pg_temp'
                  = ANY (coalesce(proconfig, '{}')));

-- Two servers in one schema, and two copies of one server.
CREATE SERVER second FOREIGN DATA WRAPPER rtk_fdw;
SELECT rtk_analytics.setup('second');
SELECT rtk_analytics.setup('realtime', 'It''s "mine"');
SELECT rtk_analytics.teardown('realtime');
SELECT rtk_analytics.teardown('realtime', 'It''s "mine"');
SELECT nspname FROM pg_namespace WHERE nspname ~ '^It';
DROP SERVER second;

-- A partition for each month and table, in UTC whatever the zone, and however
-- strings are read (PostgreSQL 19 has one way only).
SELECT set_config('standard_conforming_strings', 'off', false)
    WHERE current_setting('server_version_num')::integer < 190000 \g /dev/null
SET TimeZone = 'America/New_York';
SELECT rtk_analytics.ensure_partitions('analytics', '2026-01-31 23:59+00');
SELECT rtk_analytics.ensure_partitions('analytics', '2026-01-01 00:00+00');
RESET TimeZone;
SET TimeZone = 'UTC';
SELECT p.parent, q.* FROM rtk_analytics.partitioned('analytics') p,
    rtk_analytics.partitions(p.parent) q
    WHERE p.name IN ('sessions', 'participants') ORDER BY 1, 2;
RESET standard_conforming_strings;
-- Partitions that the user made are taken as they are.
CREATE TABLE analytics.sessions_before PARTITION OF analytics.sessions
    FOR VALUES FROM (MINVALUE) TO ('2025-07-01');
CREATE TABLE analytics.participants_rest PARTITION OF analytics.participants
    DEFAULT;
SELECT rtk_analytics.ensure_partitions('analytics', '2025-03-01 00:00+00');
SELECT p.parent, count(*) FROM rtk_analytics.partitioned('analytics') p,
    rtk_analytics.partitions(p.parent) q
    WHERE p.name IN ('sessions', 'participants', 'peer_events')
    GROUP BY 1 ORDER BY 1;

-- A reader of the copy; of what costs requests; of personal data.
SELECT rtk_analytics.grant_reader('rtk_reader');
SET ROLE rtk_reader;
SELECT count(*) FROM analytics.participants;
SELECT count(*) FROM analytics.forgotten;
SELECT count(*) FROM analytics_live.sessions;
RESET ROLE;
SELECT rtk_analytics.grant_reader('rtk_reader', 'realtime', pii := true,
    live := true);
SELECT has_schema_privilege('rtk_reader', 'analytics_live', 'USAGE');
SET ROLE rtk_reader;
-- It has no user mapping: live views are read with that of their owner, and
-- joined in one chain of requests.
SELECT s.session_id, count(p.participant_id) FROM analytics_live.sessions s
    JOIN analytics_live.participants p USING (app_id, session_id)
    WHERE s.app_id = 'app-1' AND s.status = 'ENDED' GROUP BY 1 ORDER BY 1;
:seen
SELECT count(*) FROM analytics_live.api_sessions;
SELECT rtk_analytics.grant_reader('rtk_reader');
SELECT rtk_analytics.teardown('realtime');
RESET ROLE;

-- What others built on it is not dropped, nor is it when it is beside it.
CREATE VIEW public.mine AS SELECT session_id FROM analytics.sessions;
SELECT rtk_analytics.teardown('realtime');
DROP VIEW public.mine;
CREATE TABLE analytics.mine ();
SELECT rtk_analytics.teardown('realtime');
SELECT c.oid::regclass FROM pg_class c
    JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname ~ '^analytics';
DROP SCHEMA analytics CASCADE;
-- By a role of few rights.
GRANT USAGE ON FOREIGN SERVER realtime TO rtk_owner;
CREATE SCHEMA analytics AUTHORIZATION rtk_owner;
CREATE SCHEMA analytics_live AUTHORIZATION rtk_owner;
SET ROLE rtk_owner;
SELECT rtk_analytics.setup('realtime');
SELECT rtk_analytics.teardown('realtime');
RESET ROLE;
:seen
SET client_min_messages = error;
DROP SERVER realtime CASCADE;
DROP ROLE rtk_reader, rtk_owner;
