-- Each day and app, those without calls as well.  Minutes are split at midnight;
-- another zone than UTC can stand here.
WITH used AS (
    SELECT * FROM minutes_per_day('UTC')
)
SELECT to_char(day.at, 'YYYY-MM-DD') AS day, to_char(day.at, 'Mon FMDD') AS label,
       coalesce(app.name, app.app_id) AS app,
       coalesce(used.minutes, 0) AS minutes,
       coalesce(used.sessions, 0) AS sessions
FROM (SELECT generate_series(min(local_date), max(local_date),
                             interval '1 day') AS at
      FROM used) AS day
CROSS JOIN apps AS app
LEFT JOIN used ON used.local_date = day.at AND used.app_id = app.app_id
ORDER BY day, app
