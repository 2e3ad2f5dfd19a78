-- Of an event's metadata, what cannot be personal: numbers and booleans but for
-- places, and those texts that are words of the API.
CREATE FUNCTION event_metadata(metadata jsonb)
RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
SELECT coalesce(jsonb_object_agg(member.key, member.value), '{}')
FROM jsonb_each(CASE jsonb_typeof(metadata) WHEN 'object' THEN metadata END)
    AS member
WHERE CASE jsonb_typeof(member.value)
    WHEN 'string' THEN member.key IN ('room_view_type', 'source', 'reason',
        'effective_network_type', 'kind', 'state')
    WHEN 'number' THEN member.key NOT IN ('latitude', 'longitude')
    ELSE jsonb_typeof(member.value) IN ('boolean', 'null') END;
END;

COMMENT ON FUNCTION event_metadata(jsonb) IS
    'internal: metadata of an event of call statistics, without personal data';

CREATE FUNCTION stats_events(callstats jsonb)
RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
WITH report AS (
    SELECT number, object
    FROM rtk_analytics.json_objects(
        callstats -> 'peer_report' -> 'metadata' -> 'events')
), event AS (
    SELECT number, object FROM report
    UNION ALL
    SELECT number, object
    FROM rtk_analytics.json_objects(callstats -> 'peer_stats' -> 'events')
    WHERE NOT EXISTS (SELECT FROM report)
)
SELECT coalesce(jsonb_agg(jsonb_build_object(
           'at', to_jsonb(at AT TIME ZONE 'UTC') #>> '{}' || 'Z',
           'name', coalesce(rtk_analytics.json_text(object -> 'name'),
                            rtk_analytics.json_text(object -> 'type')),
           'metadata', rtk_analytics.event_metadata(object -> 'metadata'))
           ORDER BY at, number), '[]')
FROM event, rtk_analytics.json_time(object -> 'timestamp') AS at;
END;

COMMENT ON FUNCTION stats_events(jsonb) IS
    'internal: events in callstats as [{at, name, metadata}], in order of time';

