CREATE OR REPLACE FUNCTION minutes_per_preset(zone text DEFAULT 'UTC',
    usd_per_minute float8 DEFAULT 0.002)
RETURNS TABLE (day timestamptz, local_date date, app_id text,
    preset_name text, minutes float8, participants bigint, sessions bigint,
    estimated_cost_usd float8)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
SELECT split.part, (split.part AT TIME ZONE zone)::date, p.app_id,
       p.preset_name, sum(split.minutes),
       count(DISTINCT p.participant_id), count(DISTINCT p.session_id),
       sum(split.minutes) * usd_per_minute
FROM presence AS p,
     rtk_analytics.split_time(p.joined_at, p.left_at, 'day', zone) AS split
GROUP BY split.part, p.app_id, p.preset_name;
END;

COMMENT ON FUNCTION minutes_per_preset(text, float8) IS
    'participant minutes of each day and preset in a time zone';
