CREATE OR REPLACE VIEW peer_events AS
SELECT p.app_id, p.session_id, p.participant_id, event.event_no,
       event.event_id, event.event_name, event.created_at,
       event.minutes_consumed
FROM api_sessions_participants AS p,
     rtk_analytics.peer_events(p.peer_events) AS event;
