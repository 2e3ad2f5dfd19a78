CREATE OR REPLACE VIEW participant_quality AS
SELECT p.joined_at, p.app_id, p.session_id, p.participant_id,
       coalesce(nullif(p.custom_participant_id, ''), nullif(p.user_id, ''),
                p.participant_id)
           AS user_key,
       p.display_name, p.preset_name, p.left_at, p.duration AS minutes,
       q.mos, q.audio_mos, q.audio_mos_p10, q.video_mos, q.video_mos_p10,
       q.packet_loss_percent, q.audio_packet_loss_percent,
       q.video_packet_loss_percent, q.jitter_ms, q.rtt_ms, q.precall_rtt_ms,
       q.precall_packet_loss_percent, q.video_frames_per_second,
       q.frames_dropped, q.concealment_events, q.video_lag_percent,
       q.no_video_percent, q.poor_resolution_percent,
       q.quality_limited_percent,
       CASE q.is_mobile WHEN true THEN 'mobile' WHEN false THEN 'desktop'
            ELSE 'unknown' END AS device_type,
       coalesce(q.os, 'unknown') AS os, q.os_version,
       coalesce(q.browser, 'unknown') AS browser, q.browser_version,
       coalesce(q.sdk_name, 'unknown') AS sdk_name,
       coalesce(q.sdk_version, 'unknown') AS sdk_version,
       coalesce(q.country, 'unknown') AS country,
       coalesce(q.network_type, 'unknown') AS network_type,
       q.turn_connectivity, q.relay_connectivity, q.relayed, q.samples,
       rtk_analytics.quality_grade(q.mos, q.packet_loss_percent,
           coalesce(q.rtt_ms, q.precall_rtt_ms)) AS quality_grade,
       rtk_analytics.quality_issues(q.mos, q.packet_loss_percent,
           coalesce(q.rtt_ms, q.precall_rtt_ms)) AS issues
FROM participants AS p
LEFT JOIN participant_stats AS q
    ON q.app_id = p.app_id AND q.session_id = p.session_id
    AND q.participant_id = p.participant_id;
