CREATE OR REPLACE VIEW participant_pii AS
SELECT p.app_id, p.session_id, p.participant_id, pii.*
FROM api_sessions_participants AS p,
     rtk_analytics.participant_pii(p.callstats) AS pii;
