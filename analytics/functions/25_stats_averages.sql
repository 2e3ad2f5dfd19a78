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

-- What samples come to, for want of figures of the API.
CREATE FUNCTION sample_averages(callstats jsonb)
RETURNS TABLE (samples integer, audio_mos float8, audio_mos_p10 float8,
    video_mos float8, video_mos_p10 float8, audio_packet_loss_percent float8,
    video_packet_loss_percent float8, jitter_ms float8, rtt_ms float8,
    video_frames_per_second float8, frames_dropped float8,
    concealment_events float8)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
SELECT count(*)::integer,
    avg(mos) FILTER (WHERE media = 'audio'),
    percentile_cont(0.1) WITHIN GROUP (ORDER BY mos)
        FILTER (WHERE media = 'audio'),
    avg(mos) FILTER (WHERE media = 'video'),
    percentile_cont(0.1) WITHIN GROUP (ORDER BY mos)
        FILTER (WHERE media = 'video'),
    100 * sum(greatest(packets_lost, 0)) FILTER (WHERE media = 'audio'
        AND packets > 0)
        / nullif(sum(packets) FILTER (WHERE media = 'audio'
            AND packets_lost IS NOT NULL AND packets > 0), 0),
    100 * sum(greatest(packets_lost, 0)) FILTER (WHERE media = 'video'
        AND packets > 0)
        / nullif(sum(packets) FILTER (WHERE media = 'video'
            AND packets_lost IS NOT NULL AND packets > 0), 0),
    avg(jitter_ms) FILTER (WHERE media IN ('audio', 'video')),
    avg(rtt_ms) FILTER (WHERE media IN ('audio', 'video')),
    avg(frames_per_second) FILTER (WHERE media = 'video'),
    sum(frames_dropped) FILTER (WHERE media = 'video'),
    sum(concealment_events) FILTER (WHERE media = 'audio')
FROM rtk_analytics.samples(callstats);
END;

COMMENT ON FUNCTION sample_averages(jsonb) IS
    'internal: averages and sums of the samples in callstats';

