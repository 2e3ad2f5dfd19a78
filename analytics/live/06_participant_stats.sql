CREATE OR REPLACE VIEW participant_stats AS
SELECT p.app_id, p.session_id, p.participant_id, stats.*
FROM api_sessions_participants AS p,
     rtk_analytics.participant_stats(p.callstats) AS stats;
