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

-- Of a midnight that comes twice, as in Havana, the first: the hour up to the
-- second is of the new day.
CREATE FUNCTION local_start(local timestamp, zone text)
RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE
RETURN local AT TIME ZONE zone - CASE
    WHEN (local AT TIME ZONE zone - interval '1 hour') AT TIME ZONE zone
        >= local THEN interval '1 hour' ELSE interval '0' END;

COMMENT ON FUNCTION local_start(timestamp, text) IS
    'internal: when a day begins in a zone';

-- Local times are turned back into instants, so that the parts of a time have
-- no gaps and do not overlap where clocks are set: a day may have 23 hours.  One
-- more part at either end, since of an hour that comes twice the local time does
-- not tell which one it is.  Hours are counted on, so that they come twice.
CREATE FUNCTION split_time(since timestamptz, until timestamptz, unit text,
    zone text)
RETURNS TABLE (part timestamptz, minutes float8)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
SELECT edge.lower, rtk_analytics.minutes_between(greatest(since, edge.lower),
                                                 least(until, edge.upper))
FROM (SELECT ('1 ' || unit)::interval AS step) AS width,
     generate_series(-1, ceil(extract(epoch FROM until - since)
         / extract(epoch FROM step))::integer + 1) AS number,
     LATERAL (SELECT date_trunc(unit, since, zone) AS first,
         date_trunc(unit, since AT TIME ZONE zone) AS local) AS begin,
     LATERAL (SELECT
         CASE unit WHEN 'hour' THEN begin.first + number * step
             ELSE rtk_analytics.local_start(begin.local + number * step, zone)
         END AS lower,
         CASE unit WHEN 'hour' THEN begin.first + (number + 1) * step
             ELSE rtk_analytics.local_start(
                 begin.local + (number + 1) * step, zone)
         END AS upper) AS edge
WHERE edge.lower < until AND edge.upper > since AND edge.lower < edge.upper;
END;

COMMENT ON FUNCTION split_time(timestamptz, timestamptz, text, text) IS
    'internal: a time split at the hours or days of a zone: start of each, and minutes in it';

