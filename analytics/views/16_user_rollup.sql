CREATE OR REPLACE VIEW user_rollup AS
SELECT min(joined_at) AS first_joined_at, max(joined_at) AS last_joined_at,
       app_id, user_key, max(display_name) AS display_name,
       count(DISTINCT session_id) AS sessions,
       count(DISTINCT meeting_id) AS meetings,
       count(DISTINCT date_trunc('day', joined_at, 'UTC')) AS active_days,
       sum(minutes) AS minutes,
       sum(minutes) / count(DISTINCT session_id) AS minutes_per_session
FROM presence
GROUP BY app_id, user_key;
