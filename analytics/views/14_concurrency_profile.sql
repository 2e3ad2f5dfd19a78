-- A participant who comes again within a minute counts once: times are rounded
-- out to minutes, and joined to one where they touch.
CREATE OR REPLACE VIEW concurrency_profile AS
WITH stay AS (
    SELECT app_id, session_id, participant_id,
           tstzrange(date_bin('1 minute', joined_at, '2000-01-01 00:00Z'),
               date_bin('1 minute', greatest(joined_at,
                   left_at - interval '1 microsecond'), '2000-01-01 00:00Z')
               + interval '1 minute') AS during
    FROM presence
), change AS (
    SELECT app_id, edge.at, edge.step AS participants, 0 AS sessions
    FROM (SELECT app_id, unnest(range_agg(during)) AS during
          FROM stay GROUP BY app_id, session_id, participant_id) AS person,
         LATERAL (VALUES (lower(during), 1), (upper(during), -1))
             AS edge (at, step)
    UNION ALL
    SELECT app_id, edge.at, 0, edge.step
    FROM (SELECT app_id, unnest(range_agg(during)) AS during
          FROM stay GROUP BY app_id, session_id) AS session,
         LATERAL (VALUES (lower(during), 1), (upper(during), -1))
             AS edge (at, step)
), level AS (
    SELECT app_id, at, lead(at) OVER state AS until,
           sum(sum(participants)) OVER state AS participants,
           sum(sum(sessions)) OVER state AS sessions
    FROM change
    GROUP BY app_id, at
    WINDOW state AS (PARTITION BY app_id ORDER BY at)
)
SELECT minute, app_id, participants::bigint AS participants,
       sessions::bigint AS sessions
FROM level, generate_series(at, until - interval '1 minute', '1 minute')
    AS minute
WHERE participants > 0;
