-- rtk_analytics: what sync() copies, and the requests that it takes;
-- sync_status(), resync(), forget() and prune().
\i test/regress.sql
\pset format unaligned
\pset tuples_only on
\set SHOW_CONTEXT never
\set runs 'SELECT state, requests, sessions, participants, details, errors, sqlstate FROM analytics.sync_runs ORDER BY run_id DESC LIMIT 1'
\set copied 'SELECT s.session_id, status, s.ended_at, settled, details_pending, count(participant_id) FROM analytics.sessions s JOIN analytics.sync_sessions USING (app_id, session_id) LEFT JOIN analytics.participants USING (app_id, session_id) GROUP BY 1, 2, 3, 4, 5 ORDER BY 1'
SET client_min_messages = error;
CREATE EXTENSION IF NOT EXISTS rtk_analytics;
DROP ROLE IF EXISTS rtk_reader;
RESET client_min_messages;
CREATE ROLE rtk_reader;
SELECT rtk_analytics.setup('realtime');

-- What is told before anything is sent.
CALL rtk_analytics.sync('nowhere');
CALL rtk_analytics.sync('realtime', max_requests := 0);
BEGIN;
CALL rtk_analytics.sync('realtime');
ROLLBACK;
SET ROLE rtk_reader;
CALL rtk_analytics.sync('realtime');
RESET ROLE;
:seen
SELECT state, run_id, live, pending, settled FROM rtk_analytics.sync_status();
SELECT rtk_analytics.resync('sess-1');
SELECT rtk_analytics.forget('');
SELECT rtk_analytics.forget(NULL);
SELECT rtk_analytics.prune(interval '-1 day');
SELECT rtk_analytics.prune(NULL::timestamptz);
-- A snapshot from before the lock would not show what a run copied meanwhile.
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT rtk_analytics.forget('user-1');
ROLLBACK;

-- All there is, once.
CALL rtk_analytics.sync('realtime', since := '100 years');
:seen
:runs;
:copied;
SELECT * FROM analytics.apps ORDER BY 1;
SELECT * FROM analytics.meetings ORDER BY 2;
SELECT * FROM analytics.sessions WHERE session_id = 'sess-1';
SELECT * FROM analytics.participants WHERE participant_id = 'part-2';
SELECT * FROM analytics.peer_events WHERE participant_id = 'part-2' ORDER BY 5;
-- Copied and live are the same rows.
SELECT count(*) FROM (
    SELECT app_id, session_id, participant_id, user_id, custom_participant_id,
           display_name, preset_name, joined_at, left_at, duration, created_at,
           updated_at FROM analytics.participants
    EXCEPT
    SELECT app_id, session_id, participant_id, user_id, custom_participant_id,
           display_name, preset_name, joined_at, left_at, duration, created_at,
           updated_at FROM sessions_participants) x;
SELECT participant_id, source, browser FROM analytics.participant_stats
    WHERE session_id = 'sess-2' ORDER BY 1;
SELECT count(*), count(DISTINCT participant_id) FROM analytics.quality_series;
SELECT count(*) FROM analytics.participant_pii;
:forget

-- Nothing is new: the lists of sessions, and nothing else.  The only copy need
-- not be named.
CALL rtk_analytics.sync(since := '100 years');
:seen
:runs;

-- A session that goes on after its end is copied again when it has ended again.
\! test/ctl.sh config now=2026-01-12T09:10:00Z >/dev/null
CALL rtk_analytics.sync('realtime', since := '100 years');
:copied;
\! test/ctl.sh reset >/dev/null
CALL rtk_analytics.sync('realtime', since := '100 years');
:copied;
:forget

-- Settings and objects of the session do not matter to a run.
SELECT rtk_analytics.resync('sess-1');
CREATE SCHEMA elsewhere;
CREATE FUNCTION elsewhere.same(text, text) RETURNS boolean LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'not meant'; END $$;
CREATE OPERATOR elsewhere.= (FUNCTION = elsewhere.same, LEFTARG = text,
    RIGHTARG = text);
DISCARD TEMP;
SET search_path = elsewhere, pg_temp, pg_catalog;
CREATE TEMPORARY TABLE rtk_sessions (sessions integer);
CREATE TEMPORARY TABLE sessions (rtk_sessions integer);
CREATE DOMAIN pg_temp.timestamptz AS integer;
SET default_transaction_isolation = 'serializable';
SET DateStyle = 'SQL, DMY';
CALL rtk_analytics.sync('realtime', since := '100 years');
RESET default_transaction_isolation;
RESET search_path;
SET DateStyle = 'ISO, YMD';
DROP DOMAIN pg_temp.timestamptz;
DISCARD TEMP;
:runs;
DROP OPERATOR elsewhere.= (text, text);
DROP FUNCTION elsewhere.same(text, text);
DROP SCHEMA elsewhere;
:forget

-- A budget is kept to the request, and the next run goes on.
SELECT rtk_analytics.teardown('realtime');
SELECT rtk_analytics.setup('realtime', pii := true);
CALL rtk_analytics.sync('realtime', since := '100 years', max_requests := 10);
:seen
:runs;
:copied;
-- Of whom nobody was copied, nothing is known; sess-5 has had nobody.
SELECT session_id, participants, users, participant_minutes, peak_participants,
    reported_peak_participants, rejoins, issues, has_issue
    FROM analytics.session_summary ORDER BY 1;
CALL rtk_analytics.sync('realtime', since := '100 years', max_requests := 5);
:seen
:runs;
:copied;
CALL rtk_analytics.sync('realtime', since := '100 years', details := false);
:seen
:copied;
CALL rtk_analytics.sync('realtime', since := '100 years');
:seen
:copied;
SELECT count(*), count(ip) FROM analytics.participant_pii;

-- Statistics that are in the peer report only: after the first, one request
-- for each.
\! test/ctl.sh config generation=2026-07 >/dev/null
SELECT rtk_analytics.resync('sess-1');
UPDATE analytics.sync_state SET apps_listed_at = NULL;
:forget
CALL rtk_analytics.sync('realtime', since := '100 years');
:seen
SELECT details_from FROM analytics.sync_state;
SELECT count(*), count(source), min(source) FROM analytics.participant_stats
    WHERE session_id = 'sess-1';
\! test/ctl.sh reset >/dev/null

-- A session that nobody knows, and one of another app.
SELECT rtk_analytics.resync('sess-none');
SELECT rtk_analytics.resync('sess-4', 'app-2');
CALL rtk_analytics.sync('realtime', details := false);
:seen
SELECT count(*) FROM analytics.sync_sessions;

-- A person who is to be forgotten, by either id; nobody brings her back.
SELECT rtk_analytics.forget('user-1');
SELECT rtk_analytics.forget('emp-2');
SELECT rtk_analytics.forget('nobody');
SELECT count(*) FROM analytics.participant_stats
    WHERE participant_id IN ('part-1', 'part-2', 'part-6');
SELECT count(*) FROM analytics.peer_events
    WHERE participant_id IN ('part-1', 'part-2', 'part-6');
SELECT rtk_analytics.resync('sess-1');
CALL rtk_analytics.sync('realtime');
SELECT participant_id FROM analytics.participants WHERE session_id = 'sess-1'
    ORDER BY 1;
SELECT count(*) FROM analytics.forgotten WHERE digest ~ '^[0-9a-f]{64}$';
:forget

-- What was pruned stays away; a slip in the sign takes nothing.
SELECT rtk_analytics.prune(interval '-1 day');
SELECT rtk_analytics.prune(timestamptz 'infinity');
SELECT rtk_analytics.prune('2026-01-12 09:00+00'::timestamptz);
SELECT rtk_analytics.prune(interval '100 years');
CALL rtk_analytics.sync('realtime', since := '100 years');
:seen
:copied;
SELECT rtk_analytics.prune('2026-02-01'::timestamptz);
SELECT count(*) FROM rtk_analytics.partitioned('analytics') p,
    rtk_analytics.partitions(p.parent);

-- The server's app only.
ALTER SERVER realtime OPTIONS (ADD app_id 'app-2');
SELECT rtk_analytics.teardown('realtime');
SELECT rtk_analytics.setup('realtime');
CALL rtk_analytics.sync('realtime', since := '100 years', details := false);
:seen
:copied;
ALTER SERVER realtime OPTIONS (DROP app_id);

-- Tables of the user's: not partitioned, with a column of their own.
SELECT rtk_analytics.teardown('realtime');
CREATE SCHEMA analytics
    CREATE TABLE sessions (note text DEFAULT 'mine', session_id text,
        app_id text, associated_id text, meeting_display_name text, type text,
        status text, created_at timestamptz, started_at timestamptz,
        ended_at timestamptz, updated_at timestamptz, live_participants integer,
        max_concurrent_participants integer, minutes_consumed float8);
SELECT rtk_analytics.setup('realtime');
CALL rtk_analytics.sync('realtime', since := '100 years', details := false);
:forget
SELECT note, session_id, status FROM analytics.sessions ORDER BY 2;
SET client_min_messages = error;
DROP SERVER realtime CASCADE;
DROP SCHEMA analytics, analytics_live CASCADE;
DROP ROLE rtk_reader;
