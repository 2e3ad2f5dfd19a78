CREATE OR REPLACE VIEW participants AS
SELECT app_id, session_id, participant_id, user_id, custom_participant_id,
       display_name, preset_name, joined_at, left_at, duration, created_at,
       updated_at
FROM api_sessions_participants;
