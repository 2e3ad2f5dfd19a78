-- Every resource of the API: rows, and the requests that they take.
\i test/regress.sql
\pset format unaligned
\pset tuples_only on

-- meetings_participants: who was invited; the meetings are listed first.
SELECT meeting_id, participant_id, name, picture, custom_participant_id,
       preset_name, created_at, updated_at
    FROM meetings_participants WHERE app_id = 'app-1' AND meeting_id = 'meet-1'
    ORDER BY participant_id;
:seen
SELECT meeting_id, name FROM meetings_participants
    WHERE app_id = 'app-1' AND meeting_id = 'meet-1'
      AND participant_id = 'mp-2';
:seen
SELECT app_id, meeting_id, count(*) FROM meetings_participants
    GROUP BY 1, 2 ORDER BY 1, 2;
:seen

-- active_session: a meeting that is not in session has no row.
SELECT meeting_id, session_id, status, live_participants, started_at
    FROM active_session WHERE app_id = 'app-1' ORDER BY 1;
:seen
SELECT count(*) FROM active_session
    WHERE app_id = 'app-1' AND meeting_id = 'meet-1';
:seen

-- presets: settings only of the single preset, and only when they are used.
SELECT preset_id, name FROM presets ORDER BY 1;
:seen
SELECT preset_id, config ->> 'view_type' AS view, permissions ? 'can_record',
       ui ? 'design_tokens'
    FROM presets WHERE app_id = 'app-1' ORDER BY 1;
:seen
SELECT name, config -> 'max_screenshare_count' FROM presets
    WHERE app_id = 'app-1' AND preset_id = 'preset-1';
:seen

-- recordings: several states are one parameter, unless a generation of the API
-- could refuse one of them.
SELECT recording_id, status, session_id, file_size, recording_duration,
       invoked_time, started_time, stopped_time, output_file_name
    FROM recordings ORDER BY 1;
:seen
SELECT recording_id, download_url, audio_download_url, download_url_expiry
    FROM recordings WHERE app_id = 'app-1' ORDER BY 1;
:forget
SELECT recording_id, status FROM recordings
    WHERE app_id = 'app-1' AND status IN ('UPLOADED', 'UPLOADING') ORDER BY 1;
:seen
SELECT recording_id FROM recordings
    WHERE app_id = 'app-1' AND status = 'ERRORED';
:seen
SELECT recording_id FROM recordings
    WHERE app_id = 'app-1' AND status IN ('UPLOADED', 'ERRORED') ORDER BY 1;
:seen
SELECT recording_id, meeting_id FROM recordings
    WHERE app_id = 'app-1' AND meeting_id IN ('meet-1', 'meet-2')
      AND NOT expired AND sort_by = 'invokedTime' AND sort_order = 'DESC'
    ORDER BY 1;
:seen
SELECT recording_id, start_reason ->> 'reason' AS began,
       stop_reason ->> 'reason' AS ended
    FROM recordings WHERE app_id = 'app-1' ORDER BY 1;
:seen
SELECT recording_id, start_reason ->> 'reason' FROM recordings
    WHERE app_id = 'app-1' AND recording_id = 'rec-1';
:seen
SELECT app_id, meeting_id, recording_id, status, started_time
    FROM recordings_active_recording ORDER BY 1, 2;
:seen

-- livestreams
SELECT app_id, livestream_id, meeting_id, name, status, disabled,
       ingest_server, playback_url
    FROM livestreams ORDER BY 2;
:seen
SELECT livestream_id, name FROM livestreams
    WHERE app_id = 'app-1' AND livestream_id = 'ls-1';
:seen
SELECT livestream_id FROM livestreams
    WHERE app_id = 'app-1' AND status = 'LIVE' AND sort_order = 'DSC'
      AND NOT exclude_meetings;
:seen
SELECT livestream_id, livestream_session_id, err_message, started_time,
       stopped_time, ingest_seconds, viewer_seconds
    FROM livestreams_sessions WHERE app_id = 'app-1' ORDER BY 2;
:seen
SELECT livestream_id, livestream_session_id FROM livestreams_sessions
    WHERE app_id = 'app-1' AND livestream_session_id = 'lss-2';
:seen
-- The request for one session has no place for its livestream.
SELECT livestream_id, livestream_session_id FROM livestreams_sessions
    WHERE app_id = 'app-1' AND livestream_session_id = 'lss-2'
      AND livestream_id = 'ls-1';
:seen
SELECT count(*) FROM livestreams_sessions
    WHERE app_id = 'app-1' AND livestream_session_id = 'lss-2'
      AND livestream_id = 'ls-2';
:seen
SELECT livestream_id, livestream_session_id, started_time, stopped_time,
       meeting_id, name, status, disabled, ingest_seconds
    FROM livestreams_active_livestream_session WHERE app_id = 'app-1';
:seen
SELECT meeting_id, livestream_id, name, status, disabled
    FROM livestreams_active_livestream WHERE app_id = 'app-1';
:seen
SELECT meeting_id, livestream_id, name, status
    FROM livestream WHERE app_id = 'app-1' ORDER BY 1;
:seen
SELECT meeting_id, livestream_session_id, livestream_id, err_message,
       started_time, stopped_time
    FROM livestream_history WHERE app_id = 'app-1' ORDER BY 1, 2;
:seen
SELECT session_id, livestream_session_id, livestream_id, stopped_time,
       ingest_seconds, viewer_seconds
    FROM livestream_sessions WHERE app_id = 'app-1' ORDER BY 1, 2;
:seen

-- sessions: breakout rooms, when the query asks for them.
SELECT session_id, breakout_rooms FROM sessions
    WHERE app_id = 'app-1' AND session_id = 'sess-1';
:seen
SELECT session_id, breakout_rooms -> 0 ->> 'id', include_breakout_rooms
    FROM sessions
    WHERE app_id = 'app-1' AND session_id = 'sess-1' AND include_breakout_rooms;
:seen
SELECT session_id, jsonb_array_length(breakout_rooms) FROM sessions
    WHERE app_id = 'app-1' AND include_breakout_rooms = true ORDER BY 1;
:seen

-- What can be fetched of a session; a session without has no row.
SELECT * FROM sessions_chat WHERE app_id = 'app-1' AND session_id = 'sess-1';
:seen
SELECT session_id, chat_download_url_expiry FROM sessions_chat
    WHERE app_id = 'app-1' ORDER BY 1;
:seen
SELECT session_id, summary_download_url, summary_download_url_expiry
    FROM sessions_summary WHERE app_id = 'app-1';
:forget
SELECT session_id, transcript_download_url, transcript_download_url_expiry,
       format
    FROM sessions_transcript WHERE app_id = 'app-1' ORDER BY 1;
:forget

-- sessions_peer_report: by its id, below a session, or all.
SELECT peer_id, session_id, display_name, preset_name, duration,
       peer_report ? 'metadata', peer_stats ? 'device_info', peer_events
    FROM sessions_peer_report WHERE app_id = 'app-1' AND peer_id = 'part-1';
:seen
SELECT session_id, peer_id, display_name FROM sessions_peer_report
    WHERE app_id = 'app-1' AND session_id = 'sess-2' ORDER BY 2;
:seen
SELECT session_id, peer_id FROM sessions_peer_report
    WHERE app_id = 'app-1' AND session_id = 'sess-2' AND peer_id = 'part-7';
:seen
SELECT count(*) FROM sessions_peer_report
    WHERE app_id = 'app-1' AND session_id = 'sess-2' AND peer_id = 'part-1';
:forget
SELECT count(*) FROM sessions_peer_report;
:forget
SELECT p.display_name, r.peer_report ? 'quality'
    FROM sessions_participants p
    JOIN sessions_peer_report r
        ON r.app_id = p.app_id AND r.peer_id = p.participant_id
    WHERE p.app_id = 'app-2' AND p.session_id = 'sess-4' ORDER BY 1;
:seen

-- webhooks
SELECT app_id, webhook_id, name, url, enabled, events FROM webhooks ORDER BY 2;
:seen
SELECT webhook_id FROM webhooks
    WHERE app_id = 'app-1' AND webhook_id = 'hook-2';
:seen

-- analytics
SELECT app_id, sessions_count, sessions_minutes_consumed, recording_count,
       recording_minutes_consumed
    FROM analytics ORDER BY 1;
:seen
SELECT app_id, day, total_sessions, total_session_minutes
    FROM analytics_sessions ORDER BY 1, 2;
SELECT app_id, day, total_recordings, total_recording_minutes
    FROM analytics_recordings ORDER BY 1, 2;
:seen
SET DateStyle = 'German, DMY';
SELECT day::text, start_date::text FROM analytics_sessions
    WHERE app_id = 'app-1' AND start_date = '2026-01-10'::date
      AND end_date = '2026-01-08'::date + 23;
SET DateStyle = 'ISO, YMD';
:seen
SELECT coalesce(s.day, r.day) AS day, total_sessions, total_recordings
    FROM (SELECT * FROM analytics_sessions WHERE app_id = 'app-1') s
    FULL JOIN (SELECT * FROM analytics_recordings WHERE app_id = 'app-1') r
        ON r.day = s.day
    ORDER BY 1;
:forget
SELECT app_id, count, total_ingest_seconds, total_viewer_seconds
    FROM livestreams_overall ORDER BY 1;
:seen
SELECT app_id, date, count, total_ingest_seconds FROM livestreams_daywise
    ORDER BY 1, 2;
SELECT date, count FROM livestreams_daywise
    WHERE app_id = 'app-1' AND start_time = '2026-01-06T00:00:00Z'
      AND end_time = extract(epoch FROM timestamptz '2026-01-13')::bigint::text;
:seen

-- meetings: settings only of the single meeting.
SELECT meeting_id, recording_config -> 'max_seconds',
       ai_config -> 'transcription' ->> 'language'
    FROM meetings WHERE app_id = 'app-1' ORDER BY 1;
:seen

-- In the newest generation of the API: other shapes, the same rows.
CREATE FUNCTION pg_temp.counted()
RETURNS TABLE (relation text, rows bigint) LANGUAGE plpgsql AS $$
BEGIN
    FOR relation IN
        SELECT ftrelid::regclass FROM pg_foreign_table ORDER BY 1
    LOOP
        EXECUTE format('SELECT count(*) FROM (SELECT * FROM %s) all_columns',
                       relation) INTO rows;
        RETURN NEXT;
    END LOOP;
END
$$;
CREATE TEMP TABLE counted AS SELECT * FROM pg_temp.counted();
SELECT * FROM counted ORDER BY 1;
\! test/ctl.sh config generation=2026-07 >/dev/null
SELECT * FROM counted EXCEPT SELECT * FROM pg_temp.counted();
\! test/ctl.sh config generation=2026-05 >/dev/null
SELECT * FROM counted EXCEPT SELECT * FROM pg_temp.counted();
:forget
SELECT livestream_id, disabled FROM livestreams ORDER BY 1;
SELECT meeting_id, livestream_id FROM livestream ORDER BY 1;
SELECT meeting_id, livestream_session_id FROM livestream_history ORDER BY 1, 2;
SELECT session_id, summary_download_url FROM sessions_summary;
SELECT session_id, transcript_download_url FROM sessions_transcript
    WHERE app_id = 'app-1' AND session_id = 'sess-1' AND format = 'VTT';
SELECT recording_id FROM recordings WHERE status = 'ERRORED';
SELECT session_id, peer_id FROM sessions_peer_report
    WHERE app_id = 'app-1' AND peer_id = 'part-7';
\! test/ctl.sh reset >/dev/null

-- EXPLAIN of each sends nothing.
DO $$
DECLARE
    relation regclass;
BEGIN
    FOR relation IN SELECT ftrelid FROM pg_foreign_table LOOP
        EXECUTE format('EXPLAIN SELECT * FROM %s', relation);
    END LOOP;
END
$$;
:seen
