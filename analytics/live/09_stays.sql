CREATE OR REPLACE VIEW stays AS
SELECT p.app_id, p.session_id, p.participant_id, p.user_id,
       p.custom_participant_id, p.display_name, p.preset_name,
       stay.stay_no, stay.joined_at,
       stay.left_at
FROM api_sessions_participants AS p,
     rtk_analytics.stays(p.peer_events, p.joined_at, p.left_at) AS stay;
