CREATE OR REPLACE VIEW sessions AS
SELECT app_id, session_id, associated_id, meeting_display_name, type, status,
       created_at, started_at, ended_at, updated_at, live_participants,
       max_concurrent_participants, minutes_consumed
FROM api_sessions;
