-- A copy of rtk_analytics with generated rows, in the schema bench_analytics:
-- psql -v participants=1000000.  Eight participants a session, over six months;
-- one in five comes back once, one session in fifty is poor.
\set QUIET on
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS rtk_analytics CASCADE;
DROP SCHEMA IF EXISTS bench_analytics CASCADE;
CREATE SCHEMA bench_analytics;
SELECT rtk_analytics.define('bench_analytics', 'tables') \g /dev/null
SET search_path = bench_analytics;
SELECT format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
              t || to_char(m, '_YYYY_MM'), t, m, m + interval '1 month')
FROM unnest('{sessions,participants,peer_events,participant_stats}'::text[]) t,
     generate_series(timestamp '2026-01-01', '2026-06-01', '1 month') m \gexec

INSERT INTO sessions
SELECT 'app-' || n % 3, 'session-' || n, 'meeting-' || n % 20000, 'Meeting',
       'meeting', 'ENDED', at, at, at + interval '45 minutes', at, 0, 8, 280
FROM generate_series(0, :participants / 8 - 1) n,
     LATERAL (SELECT timestamptz '2026-01-01 00:00Z' + n * (interval '180 days'
         / (:participants / 8)) AS at) t;

INSERT INTO participants
SELECT s.app_id, s.session_id, s.session_id || '-' || p, s.started_at,
       'user-' || u, 'custom-' || u, 'User ' || u,
       CASE p WHEN 0 THEN 'host' ELSE 'guest' END,
       s.started_at + p * interval '40 seconds', s.ended_at,
       45 - p * 40 / 60.0, s.started_at, s.ended_at
FROM sessions s, generate_series(0, 7) p,
     LATERAL (SELECT abs(hashtext(s.session_id || p)) % 50000 AS u) h;

INSERT INTO peer_events
SELECT p.app_id, p.session_id, p.participant_id, p.session_started_at, e.no,
       e.no::text, e.name, e.at, 0
FROM participants p,
     LATERAL (SELECT hashtext(p.participant_id) % 5 = 0 AS back,
                     p.joined_at + interval '10 minutes' AS break) h,
     LATERAL (VALUES (1, 'PEER_CREATED', p.joined_at),
                     (2, 'PEER_JOINING', p.joined_at),
                     (3, 'PEER_LEAVING',
                      CASE WHEN back THEN break ELSE p.left_at END),
                     (4, 'PEER_JOINING', break + interval '30 seconds'),
                     (5, 'PEER_LEAVING', p.left_at)) e (no, name, at)
WHERE back OR e.no < 4;

INSERT INTO participant_stats (app_id, session_id, participant_id,
    session_started_at, source, browser, browser_version, os, os_version,
    is_mobile, sdk_name, sdk_version, country, network_type,
    turn_connectivity, relay_connectivity, mos, audio_mos, video_mos,
    packet_loss_percent, jitter_ms, rtt_ms, samples, events)
SELECT p.app_id, p.session_id, p.participant_id, p.session_started_at,
       'peer_report', (ARRAY['Chrome', 'Firefox', 'Safari', 'Edge'])[h % 4 + 1],
       '133', (ARRAY['macOS', 'Windows', 'iOS', 'Android'])[h % 4 + 1], '15',
       h % 4 > 1, 'web-core', '1.2.' || h % 5,
       (ARRAY['IN', 'SE', 'US', 'BR', 'DE', 'JP'])[h % 6 + 1], '4g', h % 100 > 0,
       true, CASE WHEN h % 400 = 0 THEN 2.5 ELSE 4.2 END, 4.2, 4.1,
       h % 7 / 10.0, 5, 50 + h % 90, 400,
       '[{"at": "2026-01-01T00:00:00Z", "name": "call_join", "metadata": {}},
         {"at": "2026-01-01T00:05:00Z", "name": "audio_off", "metadata": {}}]'
FROM participants p,
     LATERAL (SELECT abs(hashtext(p.participant_id)) AS h) x;

SELECT rtk_analytics.define('bench_analytics', 'views') \g /dev/null
ANALYZE sessions, participants, peer_events, participant_stats;
\set QUIET off
