CREATE OR REPLACE VIEW quality_series AS
SELECT p.app_id, p.session_id, p.participant_id, series.*
FROM api_sessions_participants AS p,
     rtk_analytics.quality_series(p.callstats) AS series;
