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

-- Device, place and connection of participant, but nothing finer than a country.
CREATE FUNCTION participant_client(callstats jsonb)
RETURNS TABLE (source text, browser text, browser_version text, os text,
    os_version text, is_mobile boolean, sdk_name text, sdk_version text,
    country text, network_type text, turn_connectivity boolean,
    relay_connectivity boolean, relayed boolean, precall_rtt_ms float8,
    precall_packet_loss_percent float8, precall_throughput float8)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
WITH place AS (
    SELECT stats -> 'device_info' AS device,
           stats -> 'precall_network_information' AS precall,
           stats -> 'ip_information' AS address,
           report -> 'device_info' AS report_device,
           report -> 'browser_metadata' AS browser,
           report -> 'ip_information' AS report_address,
           report -> 'pc_metadata' -> -1 AS connection,
           jsonb_path_query_array(report, 'lax $.candidate_pairs
               .*[*] ? (@.nominated == true)', '{}', true) AS pairs, report
    FROM (SELECT callstats -> 'peer_stats' AS stats,
                 callstats -> 'peer_report' -> 'metadata' AS report) AS part
)
SELECT CASE WHEN jsonb_typeof(callstats -> 'peer_report') = 'object'
                 AND callstats -> 'peer_report' <> '{}' THEN 'peer_report'
            WHEN callstats -> 'peer_stats' NOT IN ('{}', 'null')
                 OR callstats -> 'quality_stats' NOT IN ('[]', '{}', 'null')
            THEN 'details' END,
    coalesce(rtk_analytics.json_text(device -> 'browser'),
             rtk_analytics.json_text(browser -> 'browser')),
    coalesce(rtk_analytics.json_text(device -> 'browser_version'),
             rtk_analytics.json_text(browser -> 'browser_version')),
    coalesce(rtk_analytics.json_text(device -> 'os'),
             rtk_analytics.json_text(report_device -> 'os')),
    coalesce(rtk_analytics.json_text(device -> 'os_version'),
             rtk_analytics.json_text(report_device -> 'os_version')),
    coalesce(rtk_analytics.json_boolean(device -> 'is_mobile'),
             rtk_analytics.json_boolean(report_device -> 'is_mobile')),
    coalesce(rtk_analytics.json_text(device -> 'sdk_name'),
             rtk_analytics.json_text(report -> 'sdk_name')),
    coalesce(rtk_analytics.json_text(device -> 'sdk_version'),
             rtk_analytics.json_text(report -> 'sdk_version')),
    coalesce(rtk_analytics.json_text(address -> 'country'),
             rtk_analytics.json_text(report_address -> 'country')),
    coalesce(rtk_analytics.json_text(precall -> 'effective_networktype'),
             rtk_analytics.json_text(precall -> 'effective_network_type'),
             rtk_analytics.json_text(connection -> 'effective_network_type')),
    coalesce(rtk_analytics.json_boolean(precall -> 'turn_connectivity'),
             rtk_analytics.json_boolean(connection -> 'turn_connectivity')),
    coalesce(rtk_analytics.json_boolean(precall -> 'relay_connectivity'),
             rtk_analytics.json_boolean(connection -> 'relay_connectivity')),
    CASE WHEN jsonb_array_length(pairs) > 0 THEN
        pairs @? '$[*] ? (@.local_candidate_type == "relay"
                          || @.remote_candidate_type == "relay")' END,
    1000 * rtk_analytics.json_number(precall -> 'rtt'),
    100 * rtk_analytics.json_number(precall -> 'fractional_loss'),
    coalesce(rtk_analytics.json_number(precall -> 'throughput'),
             rtk_analytics.json_number(precall -> 'throughtput'))
FROM place;
END;

COMMENT ON FUNCTION participant_client(jsonb) IS
    'internal: device, country and connection of a participant in callstats';

