CREATE OR REPLACE VIEW device_breakdown AS
SELECT date_trunc('day', joined_at, 'UTC') AS day, app_id, device_type, os, browser,
       count(DISTINCT session_id) AS sessions, count(*) AS participants,
       coalesce(sum(minutes), 0) AS minutes, avg(mos) AS mos,
       count(*) FILTER (WHERE quality_grade = 'poor') AS poor_participants,
       100 * count(*) FILTER (WHERE quality_grade = 'poor')::float8
           / nullif(count(*) FILTER (WHERE quality_grade <> 'unknown'), 0)
           AS poor_percent
FROM participant_quality
WHERE joined_at IS NOT NULL
GROUP BY 1, app_id, device_type, os, browser;
