-- The main jobs of rtk_fdw, each with its SQL and its result.
-- Without a session that ended there is nothing to show, so that is an error;
-- from then on ON_ERROR_STOP is what the caller says.
\set QUIET on
\set ECHO none
\pset pager off
\pset null '-'
\pset border 1
\getenv account_id RTK_ACCOUNT_ID
SET search_path TO realtime_kit, public;

-- A session and a participant to ask about: the newest sessions that ended.
\set go_on :ON_ERROR_STOP
\set ON_ERROR_STOP on
SELECT app_id, session_id FROM sessions
WHERE status = 'ENDED' ORDER BY created_at DESC LIMIT 1 \gset
SELECT max(session_id) FILTER (WHERE n = 2) AS session_2,
       min(created_at) AS since
FROM (SELECT session_id, created_at, row_number() OVER () AS n
      FROM (SELECT session_id, created_at FROM sessions
            WHERE status = 'ENDED' ORDER BY created_at DESC LIMIT 50) AS newest
     ) AS numbered \gset
SELECT participant_id FROM sessions_participants
WHERE app_id = :'app_id' AND session_id = :'session_id'
ORDER BY duration DESC NULLS LAST LIMIT 1 \gset
\set ON_ERROR_STOP :go_on

\echo
\echo '== The tables, from IMPORT FOREIGN SCHEMA'
\set ECHO queries
SELECT foreign_table_name AS table, count(*) AS columns
FROM information_schema.foreign_tables
JOIN information_schema.columns
    ON table_schema = foreign_table_schema AND table_name = foreign_table_name
WHERE foreign_table_schema = 'realtime_kit'
GROUP BY 1 ORDER BY 1;
\set ECHO none

\pset format unaligned
\echo
\echo '== One participant of one session, with parts of the call statistics'
\set ECHO queries
SELECT data, success FROM cloudflare.realtime_kit.sessions_participants
WHERE account_id = :'account_id'
  AND app_id = :'app_id'
  AND session_id = :'session_id'
  AND participant_id = :'participant_id'
  AND filters = 'device_info,quality_stats'
  AND include_peer_events = 'true';
\set ECHO none

\pset format aligned
\echo
\echo '== The same, as columns'
\set ECHO queries
SELECT display_name, joined_at, duration, device_info->>'browser' AS browser,
       quality_stats->0->>'average_quality' AS quality
FROM sessions_participants
WHERE app_id = :'app_id'
  AND session_id = :'session_id'
  AND participant_id = :'participant_id';
\set ECHO none

\echo
\echo '== All participants there are: no key needed, a request for each session'
\set ECHO queries
SELECT count(*), round(sum(duration)) AS minutes FROM sessions_participants;
\set ECHO none

\echo
\echo '== Sessions joined with their participants'
\set ECHO queries
SELECT s.meeting_display_name AS meeting, s.created_at::date AS day,
       count(*) AS participants, round(avg(p.duration)::numeric, 1) AS minutes
FROM sessions s
JOIN sessions_participants p USING (app_id, session_id)
WHERE s.created_at >= :'since'
GROUP BY s.session_id, 1, 2 ORDER BY participants DESC, meeting LIMIT 8;
\set ECHO none

\echo
\echo '== Call statistics by browser, of two sessions'
\set ECHO queries
SELECT device_info->>'browser' AS browser, count(*) AS participants,
       round(avg((quality_stats->0->>'average_quality')::numeric), 2)
           AS quality,
       round(avg((quality_stats->0->>'audio_packet_loss')::numeric), 2)
           AS packet_loss
FROM sessions_participants
WHERE session_id IN (:'session_id',
                     :'session_2')
GROUP BY 1 ORDER BY 2 DESC, 1;
\set ECHO none

\echo
\echo '== Peer events of one session, a row each'
\set ECHO queries
SELECT p.display_name, e.event_name, e.created_at, e.minutes_consumed
FROM sessions_participants p
CROSS JOIN LATERAL jsonb_to_recordset(p.peer_events)
    AS e(event_name text, created_at timestamptz, minutes_consumed float8)
WHERE p.app_id = :'app_id'
  AND p.session_id = :'session_id'
ORDER BY e.created_at, e.event_name, p.display_name LIMIT 10;
\set ECHO none

\pset format unaligned
\echo
\echo '== What a query asks of the API'
\set ECHO queries
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF)
SELECT p.display_name, p.duration, p.callstats
FROM sessions s
JOIN sessions_participants p USING (app_id, session_id)
WHERE s.app_id = :'app_id'
  AND s.session_id = :'session_id';
\set ECHO none

\pset format aligned
\echo
\echo '== Session analytics, kept and refreshed without locking out readers'
\set ECHO queries
CREATE MATERIALIZED VIEW public.session_analytics AS
SELECT s.app_id, s.session_id, s.meeting_display_name, s.created_at,
       count(*) AS participants, sum(p.duration) AS minutes
FROM sessions s
JOIN sessions_participants p USING (app_id, session_id)
WHERE s.created_at >= :'since'
GROUP BY 1, 2, 3, 4;
CREATE UNIQUE INDEX ON public.session_analytics (app_id, session_id);
REFRESH MATERIALIZED VIEW CONCURRENTLY public.session_analytics;
SELECT count(*) AS sessions, sum(participants) AS participants,
       round(sum(minutes)) AS minutes
FROM public.session_analytics;
\set ECHO none
