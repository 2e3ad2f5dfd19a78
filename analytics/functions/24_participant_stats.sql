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

-- Mean over what was sent and received of an average in a *_cumulative object.
CREATE FUNCTION cumulative(callstats jsonb, media text, path text[])
RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
SELECT avg(rtk_analytics.json_number(callstats -> 'peer_report' -> 'quality'
    -> (media || '_' || direction || '_cumulative') #> path))
FROM (VALUES ('producer'), ('consumer')) AS of (direction);
END;

COMMENT ON FUNCTION cumulative(jsonb, text, text[]) IS
    'internal: a member of the cumulative statistics of a media, mean of both directions';

-- Mean over the entries of quality_stats: one for each peer in the details, one
-- for all in the peer report.
CREATE FUNCTION summary_average(callstats jsonb, member text)
RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
SELECT avg(rtk_analytics.json_number(object -> member))
FROM rtk_analytics.json_objects(callstats -> 'quality_stats');
END;

COMMENT ON FUNCTION summary_average(jsonb, text) IS
    'internal: a member of quality_stats, mean of its entries';

CREATE FUNCTION summary_loss_percent(callstats jsonb, media text)
RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(
    rtk_analytics.summary_average(callstats, media || '_packet_loss'),
    100 * rtk_analytics.summary_average(callstats,
        'total_' || media || '_packets_lost')
    / nullif(rtk_analytics.summary_average(callstats,
        'total_' || media || '_packets'), 0));

COMMENT ON FUNCTION summary_loss_percent(jsonb, text) IS
    'internal: packet loss of audio or video by quality_stats, in percent';

