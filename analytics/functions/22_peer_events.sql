-- peer_events of a participant, as rows.
CREATE FUNCTION peer_events(peer_events jsonb)
RETURNS TABLE (event_no integer, event_id text, event_name text,
    created_at timestamptz, minutes_consumed float8)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
SELECT row_number() OVER (ORDER BY event.at, event.number)::integer,
       event.id, event.name, event.at, event.minutes
FROM (SELECT number,
             rtk_analytics.json_text(object -> 'id') AS id,
             rtk_analytics.json_text(object -> 'event_name') AS name,
             rtk_analytics.json_time(object -> 'created_at') AS at,
             rtk_analytics.json_number(object -> 'minutes_consumed') AS minutes
      FROM rtk_analytics.json_objects(peer_events)) AS event
ORDER BY 1;
END;

COMMENT ON FUNCTION peer_events(jsonb) IS
    'internal: peer_events of sessions_participants as rows, numbered in order of time';

-- When a participant was there: from each PEER_JOINING to the PEER_LEAVING that
-- follows, or to the next PEER_JOINING.  Without PEER_JOINING, from joined_at
-- to left_at.  The end of the last may be missing, and left_at is its end then.
CREATE FUNCTION stays(peer_events jsonb, first_joined_at timestamptz,
    last_left_at timestamptz)
RETURNS TABLE (stay_no integer, joined_at timestamptz, left_at timestamptz)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
WITH stay AS (
    SELECT row_number() OVER (ORDER BY event_no)::integer AS stay_no,
           event.created_at AS joined_at, event.until
    FROM (SELECT event_no, event_name, created_at,
                 lead(created_at) OVER (ORDER BY event_no) AS until
          FROM rtk_analytics.peer_events(peer_events)
          WHERE event_name IN ('PEER_JOINING', 'PEER_LEAVING')) AS event
    WHERE event.event_name = 'PEER_JOINING' AND event.created_at IS NOT NULL
)
SELECT stay.stay_no, stay.joined_at, coalesce(stay.until, stays.last_left_at)
FROM stay
UNION ALL
SELECT 1, stays.first_joined_at, stays.last_left_at
WHERE stays.first_joined_at IS NOT NULL AND NOT EXISTS (SELECT FROM stay);
END;

COMMENT ON FUNCTION stays(jsonb, timestamptz, timestamptz) IS
    'internal: when a participant was there: pairs of PEER_JOINING and PEER_LEAVING, or '
    'else joined_at and left_at; left_at is NULL while it is not known';

