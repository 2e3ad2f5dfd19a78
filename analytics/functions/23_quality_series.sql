-- Samples of the peer report; where it has none of a medium, those of the
-- quality_stats, which do not tell the direction.
CREATE FUNCTION sample_lists(callstats jsonb)
RETURNS TABLE (media text, direction text, list jsonb)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
WITH report AS (
    SELECT m.media, d.direction,
           callstats -> 'peer_report' -> 'quality'
               -> (m.media || '_' || d.direction) AS list
    FROM (VALUES ('audio'), ('video'), ('screenshare_audio'),
                 ('screenshare_video')) AS m (media),
         (VALUES ('producer'), ('consumer')) AS d (direction)
), details AS (
    SELECT 'audio' AS media, jsonb_path_query_array(callstats,
        'lax $.quality_stats[*].audio_stats[*]', '{}', true) AS list
    UNION ALL
    SELECT 'video', jsonb_path_query_array(callstats,
        'lax $.quality_stats[*].video_stats[*]', '{}', true)
)
SELECT report.media, report.direction, report.list FROM report
UNION ALL
SELECT details.media, 'unknown', details.list FROM details
WHERE NOT EXISTS (
    SELECT FROM report, rtk_analytics.json_objects(report.list)
    WHERE report.media = details.media);
END;

COMMENT ON FUNCTION sample_lists(jsonb) IS
    'internal: lists of samples in callstats, by media and direction';

-- packets are those that were to arrive: sent, or received and lost.
CREATE FUNCTION samples(callstats jsonb)
RETURNS TABLE (media text, direction text, number bigint, at timestamptz,
    mos float8, packets float8, packets_lost float8, jitter_ms float8,
    rtt_ms float8, frames_per_second float8, frame_height float8,
    frames_dropped float8, concealment_events float8)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
SELECT lists.media, lists.direction, sample.number,
       rtk_analytics.json_time(object -> 'timestamp'),
       CASE WHEN score > 0 THEN score END,
       coalesce(rtk_analytics.json_number(object -> 'packets_sent'),
                rtk_analytics.json_number(object -> 'packets_received')
                + greatest(lost, 0)),
       lost,
       1000 * rtk_analytics.json_number(object -> 'jitter'),
       1000 * rtk_analytics.json_number(object -> 'rtt'),
       rtk_analytics.json_number(object -> 'frames_per_second'),
       rtk_analytics.json_number(object -> 'frame_height'),
       rtk_analytics.json_number(object -> 'frames_dropped'),
       rtk_analytics.json_number(object -> 'concealment_events')
FROM rtk_analytics.sample_lists(callstats) AS lists,
     rtk_analytics.json_objects(lists.list) AS sample,
     LATERAL (SELECT
        coalesce(rtk_analytics.json_number(object -> 'mos_quality'),
                 rtk_analytics.json_number(object -> 'quality')) AS score,
        rtk_analytics.json_number(object -> 'packets_lost') AS lost) AS value;
END;

COMMENT ON FUNCTION samples(jsonb) IS
    'internal: samples in callstats as rows, in milliseconds: those of the API are seconds';

CREATE FUNCTION quality_series(callstats jsonb)
RETURNS TABLE (media text, direction text, samples integer, at timestamptz[],
    mos float4[], packets float4[], packets_lost float4[], jitter_ms float4[],
    rtt_ms float4[], frames_per_second float4[], frame_height float4[],
    frames_dropped float4[], concealment_events float4[])
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
SELECT s.media, s.direction, count(*)::integer,
       array_agg(s.at),
       CASE WHEN count(s.mos) > 0 THEN array_agg(s.mos::float4) END,
       CASE WHEN count(s.packets) > 0 THEN array_agg(s.packets::float4) END,
       CASE WHEN count(s.packets_lost) > 0
            THEN array_agg(s.packets_lost::float4) END,
       CASE WHEN count(s.jitter_ms) > 0 THEN array_agg(s.jitter_ms::float4) END,
       CASE WHEN count(s.rtt_ms) > 0 THEN array_agg(s.rtt_ms::float4) END,
       CASE WHEN count(s.frames_per_second) > 0
            THEN array_agg(s.frames_per_second::float4) END,
       CASE WHEN count(s.frame_height) > 0
            THEN array_agg(s.frame_height::float4) END,
       CASE WHEN count(s.frames_dropped) > 0
            THEN array_agg(s.frames_dropped::float4) END,
       CASE WHEN count(s.concealment_events) > 0
            THEN array_agg(s.concealment_events::float4) END
FROM (SELECT * FROM rtk_analytics.samples(callstats)
      ORDER BY media, direction, at, number) AS s
GROUP BY s.media, s.direction;
END;

COMMENT ON FUNCTION quality_series(jsonb) IS
    'samples in callstats, a row for each media and direction, in order of time';

