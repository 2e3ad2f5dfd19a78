CREATE OR REPLACE VIEW meeting_rollup AS
WITH session AS (
    SELECT app_id, coalesce(associated_id, '') AS meeting_id,
           max(meeting_display_name) AS title, count(*) AS sessions,
           min(coalesce(started_at, created_at)) AS first_started_at,
           max(coalesce(started_at, created_at)) AS last_started_at,
           avg(rtk_analytics.minutes_between(
               coalesce(started_at, created_at), ended_at))
               AS average_wall_minutes
    FROM sessions
    GROUP BY 1, 2
), person AS (
    SELECT app_id, coalesce(meeting_id, '') AS meeting_id, user_key,
           count(DISTINCT session_id) AS sessions, sum(minutes) AS minutes,
           count(DISTINCT participant_id) AS participants
    FROM presence
    GROUP BY 1, 2, 3
), crowd AS (
    SELECT app_id, meeting_id, count(*) AS users,
           count(*) FILTER (WHERE sessions > 1) AS returning_users,
           sum(participants)::bigint AS participants,
           sum(minutes) AS minutes
    FROM person
    GROUP BY app_id, meeting_id
)
SELECT s.first_started_at, s.last_started_at, s.app_id,
       nullif(s.meeting_id, '') AS meeting_id, s.title,
       s.sessions, s.sessions > 1 AS recurring, s.average_wall_minutes,
       coalesce(c.participants, 0) AS participants,
       coalesce(c.users, 0) AS users,
       coalesce(c.returning_users, 0) AS returning_users,
       100 * c.returning_users::float8 / c.users AS retention_percent,
       coalesce(c.minutes, 0) AS participant_minutes
FROM session AS s
LEFT JOIN crowd AS c
    ON c.app_id = s.app_id AND c.meeting_id = s.meeting_id;
