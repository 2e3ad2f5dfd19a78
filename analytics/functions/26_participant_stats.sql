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

-- One row, whatever callstats holds.  Figures that the API gives for the whole
-- call go before those that samples come to.
CREATE FUNCTION participant_stats(callstats jsonb)
RETURNS TABLE (source text, browser text, browser_version text, os text,
    os_version text, is_mobile boolean, sdk_name text, sdk_version text,
    country text, network_type text, turn_connectivity boolean,
    relay_connectivity boolean, relayed boolean, precall_rtt_ms float8,
    precall_packet_loss_percent float8, precall_throughput float8,
    mos float8, audio_mos float8, audio_mos_p10 float8, video_mos float8,
    video_mos_p10 float8, packet_loss_percent float8,
    audio_packet_loss_percent float8, video_packet_loss_percent float8,
    jitter_ms float8, rtt_ms float8, audio_bandwidth float8,
    video_bandwidth float8, video_frames_per_second float8,
    frames_dropped float8, concealment_events float8,
    video_lag_percent float8, no_video_percent float8,
    poor_resolution_percent float8, quality_limited_percent float8,
    samples integer, events jsonb)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
WITH given AS (
    SELECT nullif(rtk_analytics.cumulative(callstats, 'audio',
               '{quality_mos,avg}'), 0) AS audio_mos,
           nullif(rtk_analytics.cumulative(callstats, 'video',
               '{quality_mos,avg}'), 0) AS video_mos,
           coalesce(rtk_analytics.cumulative(callstats, 'audio',
                        '{packet_loss,avg}'),
                    rtk_analytics.summary_loss_percent(callstats, 'audio'))
               AS audio_loss,
           coalesce(rtk_analytics.cumulative(callstats, 'video',
                        '{packet_loss,avg}'),
                    rtk_analytics.summary_loss_percent(callstats, 'video'))
               AS video_loss,
           coalesce(rtk_analytics.cumulative(callstats, 'audio', '{rtt,avg}'),
                    rtk_analytics.cumulative(callstats, 'video', '{rtt,avg}'))
               AS rtt_ms,
           nullif(rtk_analytics.summary_average(callstats, 'average_quality'),
                  0) AS mos
), figure AS (
    SELECT s.*, g.mos AS given_mos,
           coalesce(g.audio_mos, s.audio_mos) AS mean_audio_mos,
           coalesce(g.video_mos, s.video_mos) AS mean_video_mos,
           coalesce(g.audio_loss, s.audio_packet_loss_percent) AS audio_loss,
           coalesce(g.video_loss, s.video_packet_loss_percent) AS video_loss,
           coalesce(g.rtt_ms, s.rtt_ms) AS mean_rtt_ms
    FROM given AS g, rtk_analytics.sample_averages(callstats) AS s
)
SELECT c.*,
    coalesce(given_mos, (mean_audio_mos + mean_video_mos) / 2, mean_audio_mos,
             mean_video_mos),
    mean_audio_mos, f.audio_mos_p10, mean_video_mos, f.video_mos_p10,
    greatest(audio_loss, video_loss), audio_loss, video_loss,
    f.jitter_ms, mean_rtt_ms,
    nullif(rtk_analytics.summary_average(callstats, 'audio_bandwidth'), 0),
    nullif(rtk_analytics.summary_average(callstats, 'video_bandwidth'), 0),
    coalesce(rtk_analytics.cumulative(callstats, 'video',
                 '{frame_per_second,avg}'), f.video_frames_per_second),
    f.frames_dropped, f.concealment_events,
    100 * rtk_analytics.cumulative(callstats, 'video', '{issues,lag_fraction}'),
    100 * rtk_analytics.cumulative(callstats, 'video',
        '{issues,no_video_fraction}'),
    100 * rtk_analytics.cumulative(callstats, 'video',
        '{issues,poor_resolution_fraction}'),
    100 * rtk_analytics.cumulative(callstats, 'video',
        '{issues,quality_limitation_fraction}'),
    f.samples, rtk_analytics.stats_events(callstats)
FROM figure AS f, rtk_analytics.participant_client(callstats) AS c;
END;

COMMENT ON FUNCTION participant_stats(jsonb) IS
    'callstats of a participant as one row of figures, without personal data';

