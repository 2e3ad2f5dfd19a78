CREATE OR REPLACE FUNCTION minutes_per_hour(zone text DEFAULT 'UTC',
    usd_per_minute float8 DEFAULT 0.002)
RETURNS TABLE (hour timestamptz, app_id text, minutes float8,
    participants bigint, sessions bigint, estimated_cost_usd float8)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
SELECT split.part, p.app_id, sum(split.minutes),
       count(DISTINCT p.participant_id), count(DISTINCT p.session_id),
       sum(split.minutes) * usd_per_minute
FROM presence AS p,
     rtk_analytics.split_time(p.joined_at, p.left_at, 'hour', zone) AS split
GROUP BY split.part, p.app_id;
END;

COMMENT ON FUNCTION minutes_per_hour(text, float8) IS
    'participant minutes of each hour in a time zone';
