-- How many were there at once, by the hour: the most and the mean.
SELECT to_char(hour.at, 'YYYY-MM-DD') AS day,
       extract(isodow FROM hour.at) AS weekday,
       extract(hour FROM hour.at) AS hour,
       hour.peak, hour.people_minutes
FROM (
    SELECT date_trunc('hour', minute AT TIME ZONE 'UTC') AS at,
           max(participants) AS peak, sum(participants) AS people_minutes
    FROM (
        SELECT minute, sum(participants) AS participants
        FROM concurrency_profile
        GROUP BY minute
    ) AS minute
    GROUP BY 1
) AS hour
