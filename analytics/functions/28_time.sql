CREATE FUNCTION minutes_between(since timestamptz, until timestamptz)
RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN extract(epoch FROM until - since)::float8 / 60;

COMMENT ON FUNCTION minutes_between(timestamptz, timestamptz) IS
    'internal: minutes from one time to another';

-- When a stay ended: for one that goes on, now; where nothing tells its end, it
-- has no length.
CREATE FUNCTION end_of_stay(joined_at timestamptz, left_at timestamptz,
    session_ended_at timestamptz, session_status text)
RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE
RETURN greatest(joined_at, coalesce(left_at, session_ended_at,
    CASE session_status WHEN 'LIVE' THEN now() END));

COMMENT ON FUNCTION end_of_stay(timestamptz, timestamptz, timestamptz, text) IS
    'internal: end of a stay: left_at, else the end of the session, else now if it is live';

-- Local times are turned back into instants, so that the parts of a time have
-- no gaps and do not overlap where clocks are set: a day may have 23 hours.
CREATE FUNCTION split_time(since timestamptz, until timestamptz, unit text,
    zone text)
RETURNS TABLE (part timestamptz, minutes float8)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
SELECT local AT TIME ZONE zone,
       rtk_analytics.minutes_between(
           greatest(since, local AT TIME ZONE zone),
           least(until, (local + step) AT TIME ZONE zone))
FROM (SELECT ('1 ' || unit)::interval AS step) AS width,
     generate_series(date_trunc(unit, since AT TIME ZONE zone),
                     until AT TIME ZONE zone, step) AS local
WHERE (local AT TIME ZONE zone) < until
  AND ((local + step) AT TIME ZONE zone) > since;
END;

COMMENT ON FUNCTION split_time(timestamptz, timestamptz, text, text) IS
    'internal: a time split at the hours or days of a zone: start of each, and minutes in it';

