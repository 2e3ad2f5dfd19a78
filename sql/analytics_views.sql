-- rtk_analytics: the views over a few rows, whose figures can be checked by
-- hand.  The numbers expected are in the comments.
\i test/regress.sql
\pset format unaligned
SET client_min_messages = error;
CREATE EXTENSION IF NOT EXISTS rtk_analytics;
DROP SCHEMA IF EXISTS copied, copied_live CASCADE;
SELECT rtk_analytics.setup('realtime', 'copied') \g /dev/null
RESET client_min_messages;
SET search_path = copied;
SELECT rtk_analytics.ensure_partitions('copied', '2026-03-28 22:50Z');
SELECT rtk_analytics.ensure_partitions('copied', now());

-- Session a: a Saturday evening in Berlin, through midnight (23:00 UTC) and
-- through the hour that summer time leaves out (from 01:00 UTC).
-- Session b is live for half an hour, and nobody knows how c ended.
INSERT INTO sessions (app_id, session_id, associated_id, meeting_display_name,
    type, status, created_at, started_at, ended_at, max_concurrent_participants,
    minutes_consumed) VALUES
    ('x', 'a', 'm1', 'Sync', 'meeting', 'ENDED', '2026-03-28 22:50Z',
     '2026-03-28 22:50Z', '2026-03-29 02:10Z', 3, 420),
    ('x', 'c', 'm1', 'Sync', 'meeting', 'ENDED', '2026-03-30 10:00Z',
     '2026-03-30 10:00Z', NULL, NULL, NULL),
    ('x', 'e', 'm2', 'Empty', 'meeting', 'ENDED', '2026-03-31 10:00Z',
     '2026-03-31 10:00Z', '2026-03-31 10:05Z', 0, 0);
INSERT INTO participants (app_id, session_id, participant_id,
    session_started_at, custom_participant_id, user_id, display_name,
    preset_name, joined_at, left_at, duration)
    SELECT 'x', v.session_id, v.participant_id, s.started_at, v.custom, v.user_id,
           v.name, v.preset, v.joined_at::timestamptz, v.left_at::timestamptz,
           v.duration
    FROM (VALUES
        ('a', 'p1', 'e1', 'u1', 'Asha', 'host', '2026-03-28 22:50Z',
         '2026-03-29 02:10Z', 190),
        ('a', 'p2', 'e2', 'u2', 'Ben', 'guest', '2026-03-28 23:00Z',
         '2026-03-29 00:00Z', 60),
        ('a', 'p3', NULL, 'u3', 'Cy', 'guest', '2026-03-28 23:20Z', NULL, NULL),
        ('a', 'p4', NULL, NULL, NULL, NULL, '2026-03-28 22:55Z',
         '2026-03-28 22:55:30Z', 0.5),
        ('a', 'p5', 'e5', 'u5', 'never joined', 'guest', NULL, NULL, NULL),
        ('c', 'p6', 'e1', 'u1', 'Asha', 'host', '2026-03-30 10:00Z', NULL, NULL))
        v (session_id, participant_id, custom, user_id, name, preset, joined_at,
           left_at, duration)
    JOIN sessions AS s USING (session_id);
-- p1 was away from 23:20 to 23:30.
INSERT INTO peer_events (app_id, session_id, participant_id,
    session_started_at, event_no, event_id, event_name, created_at)
    SELECT 'x', 'a', 'p1', '2026-03-28 22:50Z', no, 'id', name,
           at::timestamptz
    FROM (VALUES (1, 'PEER_CREATED', '2026-03-28 22:49:59Z'),
        (2, 'PEER_JOINING', '2026-03-28 22:50Z'),
        (3, 'PEER_LEAVING', '2026-03-28 23:20Z'),
        (4, 'PEER_CREATED', '2026-03-28 23:29:59Z'),
        (5, 'PEER_JOINING', '2026-03-28 23:30Z'),
        (6, 'PEER_LEAVING', '2026-03-29 02:10Z')) v (no, name, at);
INSERT INTO participant_stats (app_id, session_id, participant_id,
    session_started_at, source, os, browser, is_mobile, country, network_type,
    sdk_name, sdk_version, turn_connectivity, mos, packet_loss_percent, rtt_ms,
    precall_rtt_ms, samples, events)
    SELECT 'x', 'a', id, '2026-03-28 22:50Z', 'details', os, 'Chrome', mobile,
           country, '4g', 'web-core', '1.2.4', turn, mos, loss, rtt, precall, 1,
           events::jsonb
    FROM (VALUES
        ('p1', 'iOS', true, 'DE', true, 2.5, 1, NULL, 40,
         '[{"at": "2026-03-28T22:49:58Z", "name": "precall_begin",
            "metadata": {}},
           {"at": "2026-03-28T23:20:00Z", "name": "ice_restart",
            "metadata": {"n": 1}}]'),
        ('p2', 'macOS', false, 'DE', true, 4.5, 0, 20, NULL, '[]'),
        ('p3', 'macOS', false, 'SE', false, 4.25, 6, 310, NULL, '[]'),
        ('p4', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '[]'))
        v (id, os, mobile, country, turn, mos, loss, rtt, precall, events);

-- Stays.  p3 ends with the session; p6 has no length; p5 was never there.
SELECT participant_id, stay_no, joined_at, left_at, minutes, present, user_key
    FROM presence WHERE session_id IN ('a', 'c') ORDER BY 1, 2;
-- 190 + 60 + 170 + 0.5 minutes = 420.5, a quarter of it 105.125; in the middle
-- of 0.5, 60, 170, 190: 115.  At 23:20 p1 leaves before p3 comes, so that the
-- peak is 3, from 23:30 on.  p2 and p3 are late, p4 (at 5 minutes) is not; he
-- left at once.  Worst of p1 to p3: 2.5, 6 %, 310 ms; p1 and p3 are poor.
\pset expanded on
SELECT * FROM session_summary ORDER BY session_id;
\pset expanded off
SELECT session_id, issues, participants, reconnects, turn_failures
    FROM troubled_sessions;
SELECT participant_id, device_type, country, mos, packet_loss_percent AS loss,
       rtt_ms, precall_rtt_ms, quality_grade, issues, minutes
    FROM participant_quality ORDER BY participant_id;
SELECT at, participant_id, kind, participants_after
    FROM join_leave_timeline WHERE session_id = 'a' ORDER BY at, kind DESC;
-- Seconds since 22:50, and since the event before.
SELECT at, source, event_name, metadata, seconds_since_join AS since,
       gap_seconds AS gap
    FROM peer_event_timeline WHERE session_id = 'a' ORDER BY at, source;

-- Minutes of a day in UTC: 22:50 to 24:00 are 60 of p1, 60, 40 and 0.5; the
-- rest is 130 and 130.  In Berlin the day begins at 23:00: 10 of p1 and 0.5.
SELECT * FROM minutes_per_day() ORDER BY day;
SELECT day, local_date, minutes, participants, estimated_cost_usd
    FROM minutes_per_day('Europe/Berlin', 0.01) ORDER BY day;
-- 10.5, then 20 + 30 + 60 + 40, then two people for each hour; 02:00 to 03:00
-- is not in Berlin's day, which has 23 hours.
SELECT hour, hour AT TIME ZONE 'Europe/Berlin' AS berlin, minutes, participants
    FROM minutes_per_hour('Europe/Berlin') ORDER BY hour;
SELECT local_date, preset_name, minutes FROM minutes_per_preset('Europe/Berlin')
    ORDER BY day, preset_name;
-- Kathmandu is 5:45 ahead: its midnight is at 18:15.
SELECT part, minutes FROM rtk_analytics.split_time('2026-03-28 18:00Z',
    '2026-03-29 18:30Z', 'day', 'Asia/Kathmandu');
-- The day on which Berlin's clocks go back has 25 hours, that before 24.
SELECT part, minutes / 60 AS hours FROM rtk_analytics.split_time(
    '2026-10-23 22:00Z', '2026-10-25 23:00Z', 'day', 'Europe/Berlin');
-- The hour from 2 to 3 comes twice, and midnight in Havana; no day is lost or
-- twice where a country leaves one out.
SELECT part, minutes FROM rtk_analytics.split_time('2026-10-24 23:30Z',
    '2026-10-25 01:30Z', 'hour', 'Europe/Berlin');
SELECT part, minutes FROM rtk_analytics.split_time('2026-11-01 04:30Z',
    '2026-11-01 05:30Z', 'day', 'America/Havana');
SELECT part, minutes FROM rtk_analytics.split_time('2011-12-29 10:00Z',
    '2011-12-31 10:00Z', 'day', 'Pacific/Apia');
SELECT * FROM minutes_per_day('Nowhere/At_All');

-- Minutes with someone there: 22:50 to 02:09, and one for the stay without
-- length.  22:55 has p1 and p4; 23:20 has p2 and p3 but not p1 any more.
SELECT count(*), max(participants), sum(participants), max(sessions)
    FROM concurrency_profile;
SELECT minute, participants, sessions FROM concurrency_profile
    WHERE minute IN ('2026-03-28 22:49Z', '2026-03-28 22:50Z',
        '2026-03-28 22:55Z', '2026-03-28 23:19Z', '2026-03-28 23:20Z',
        '2026-03-28 23:30Z', '2026-03-29 00:00Z', '2026-03-29 02:09Z',
        '2026-03-29 02:10Z', '2026-03-30 10:00Z', '2026-03-30 10:01Z')
    ORDER BY minute;

-- p1 and p6 are the same user, one of four in meeting m1: 25 % came again.
SELECT meeting_id, title, sessions, recurring, average_wall_minutes AS wall,
       participants, users, returning_users AS again, retention_percent AS
       retention, participant_minutes AS minutes
    FROM meeting_rollup ORDER BY meeting_id;
SELECT user_key, display_name, sessions, meetings, active_days, minutes,
       minutes_per_session FROM user_rollup ORDER BY user_key;
-- 420.5 of the API's own durations: p1 190, p2 60, p4 0.5.
SELECT day, device_type, os, participants, sessions, minutes, mos,
       poor_participants AS poor, poor_percent FROM device_breakdown
    ORDER BY day, device_type;
SELECT day, country, participants, poor_percent FROM geo_breakdown
    ORDER BY day, country;
SELECT day, sdk_name, sdk_version, participants, mos FROM sdk_breakdown
    ORDER BY day, sdk_name;

-- What is live counts until now.
BEGIN;
INSERT INTO sessions (app_id, session_id, status, started_at)
    VALUES ('x', 'b', 'LIVE', now() - interval '30 minutes');
INSERT INTO participants (app_id, session_id, participant_id,
    session_started_at, joined_at)
    VALUES ('x', 'b', 'q1', now() - interval '30 minutes',
            now() - interval '20 minutes');
SELECT minutes, present, left_at = now() AS now FROM presence
    WHERE session_id = 'b';
SELECT wall_minutes, participant_minutes, peak_participants, early_leavers
    FROM session_summary WHERE session_id = 'b';
SELECT kind, participants_after FROM join_leave_timeline
    WHERE session_id = 'b';
ROLLBACK;

-- Ids that are empty are none: two people, two sessions of no meeting.  They
-- were there for no time, together, and nobody leaves before he has come.
BEGIN;
INSERT INTO sessions (app_id, session_id, associated_id, status, started_at,
    ended_at)
    SELECT 'y', id, meeting, 'ENDED', '2026-03-29 10:00Z', '2026-03-29 10:00Z'
    FROM (VALUES ('f', ''), ('g', NULL)) v (id, meeting);
INSERT INTO participants (app_id, session_id, participant_id,
    session_started_at, custom_participant_id, user_id, joined_at)
    VALUES ('y', 'f', 'r1', '2026-03-29 10:00Z', '', 'u8', '2026-03-29 10:00Z'),
           ('y', 'f', 'r2', '2026-03-29 10:00Z', '', '', '2026-03-29 10:00Z');
SELECT user_key, sessions FROM user_rollup WHERE app_id = 'y' ORDER BY 1;
SELECT session_id, participants, users, peak_participants FROM session_summary
    WHERE app_id = 'y' ORDER BY 1;
SELECT meeting_id, sessions, users FROM meeting_rollup WHERE app_id = 'y';
SELECT participant_id, kind, participants_after FROM join_leave_timeline
    WHERE app_id = 'y' ORDER BY kind, 1;
ROLLBACK;

-- Samples: one row each, float4 as it was written.
INSERT INTO quality_series
    SELECT 'x', 'a', 'p1', '2026-03-28 22:50Z', series.*
    FROM rtk_analytics.quality_series('{"peer_report": {"quality": {
        "audio_producer": [
          {"timestamp": "2026-03-28T22:51:07Z", "mos_quality": 4.1, "rtt": 0.0143},
          {"timestamp": "2026-03-28T22:51:00Z", "mos_quality": 4.4,
           "packets_sent": 350, "packets_lost": 2, "jitter": 0.019}],
        "video_consumer": [{"timestamp": "2026-03-28T22:51:00Z",
          "frames_per_second": 29.97, "frame_height": 720}]}}}') AS series;
SELECT at, media, direction, sample_no, mos, packets, packets_lost, jitter_ms,
       rtt_ms, frames_per_second, frame_height
    FROM quality_samples ORDER BY media, sample_no;

-- Every column is commented; none is numeric, a domain or an array of rows.
SELECT c.relname, attname, format_type(atttypid, atttypmod)
    FROM pg_attribute JOIN pg_class AS c ON c.oid = attrelid
    JOIN pg_type AS t ON t.oid = atttypid
    WHERE relnamespace IN ('copied'::regnamespace, 'copied_live'::regnamespace)
      AND attnum > 0 AND relkind IN ('v', 'm')
      AND (col_description(c.oid, attnum) IS NULL
           OR obj_description(c.oid) IS NULL OR typtype = 'd'
           OR typname IN ('numeric', 'uuid', 'varchar'));
-- The first column that is no array is a time, for tools that draw by it.
SELECT relname FROM pg_class AS c
    JOIN rtk_analytics.definition AS d ON d.name = relname AND kind = 'views'
    JOIN pg_attribute ON attrelid = c.oid AND attnum = 1
    WHERE relnamespace = 'copied'::regnamespace AND relkind = 'v'
      AND atttypid <> 'timestamptz'::regtype;
:seen

\set ECHO none
SET client_min_messages = error;
SELECT rtk_analytics.teardown('realtime', 'copied') \g /dev/null
