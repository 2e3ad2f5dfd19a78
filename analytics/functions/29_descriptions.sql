-- A column means the same in every relation, so it is described once; where one
-- differs, its relation is named.
CREATE FUNCTION descriptions()
RETURNS TABLE (relation text, column_name text, description text)
LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
VALUES
    -- relations
    ('participant_stats', NULL, 'call statistics of participants: one row each, NULL where the API has none'),
    ('quality_series', NULL, 'samples of call quality: one row for each participant, media and direction'),
    ('participant_pii', NULL, 'personal data in the call statistics of participants'),
    ('participants', NULL, 'participants of sessions'),
    ('peer_events', NULL, 'joins, leaves and other events of participants'),
    ('stays', NULL, 'from joining to leaving: one row for each time that a participant was there'),
    ('quality_samples', NULL, 'samples of call quality: one row each'),
    ('presence', NULL, 'stays of participants with their meeting, their end and their length'),
    ('participant_quality', NULL, 'one row for each participant: device, connection, quality and its grade'),
    ('session_summary', NULL, 'one row for each session: who was there, how long, and how well it went'),
    ('session_summary', 'participants', 'number of participants; NULL, as all about them, while they are not copied'),
    ('troubled_sessions', NULL, 'sessions with an issue'),
    ('join_leave_timeline', NULL, 'who joined and left, and how many were there then'),
    ('peer_event_timeline', NULL, 'peer events and events of call statistics of each participant'),
    ('device_breakdown', NULL, 'participants by day, device, system and browser'),
    ('geo_breakdown', NULL, 'participants by day, country and network'),
    ('sdk_breakdown', NULL, 'participants by day and client library'),
    ('concurrency_profile', NULL, 'how many were there, by minute, where any were'),
    ('meeting_rollup', NULL, 'one row for each meeting: its sessions and who came again'),
    ('minutes_per_day', NULL, 'participant minutes by day in UTC, split at midnight'),
    ('user_rollup', NULL, 'one row for each user: sessions and minutes'),
    -- ids and names
    (NULL, 'app_id', 'app'),
    (NULL, 'session_id', 'session'),
    (NULL, 'participant_id', 'participant of the session: another id each time the user joins another session'),
    (NULL, 'session_started_at', 'start of the session'),
    (NULL, 'meeting_id', 'meeting of the session'),
    (NULL, 'user_id', 'user, by the API: the same in all sessions'),
    (NULL, 'custom_participant_id', 'id that the backend of the app gave the user'),
    (NULL, 'user_key', 'custom_participant_id, else user_id, else participant_id'),
    (NULL, 'display_name', 'name that the user joined with'),
    ('user_rollup', 'display_name', 'one of the names that the user joined with'),
    (NULL, 'preset_name', 'preset of the participant'),
    (NULL, 'title', 'title of the meeting'),
    (NULL, 'type', 'type of the session'),
    (NULL, 'status', 'LIVE or ENDED'),
    -- times
    (NULL, 'started_at', 'start of the session'),
    (NULL, 'ended_at', 'end of the session; NULL while it is live'),
    (NULL, 'joined_at', 'when the participant joined'),
    (NULL, 'left_at', 'when the participant left; NULL while that is not known'),
    ('presence', 'left_at', 'when the participant left, else the end of the session, else now if it is live, else joined_at'),
    ('participants', 'created_at', 'when the participant was created'),
    ('participants', 'updated_at', 'when the participant was last updated'),
    ('peer_events', 'created_at', 'when it happened'),
    (NULL, 'at', 'time of the event'),
    ('quality_samples', 'at', 'time of the sample'),
    ('quality_series', 'at', 'times of the samples, in order'),
    (NULL, 'day', 'start of the day in UTC'),
    (NULL, 'minute', 'start of the minute'),
    (NULL, 'first_started_at', 'start of its first session'),
    (NULL, 'last_started_at', 'start of its last session'),
    (NULL, 'first_joined_at', 'when the user first joined a session'),
    (NULL, 'last_joined_at', 'when the user last joined a session'),
    -- presence
    (NULL, 'duration', 'minutes in the session, by the API'),
    ('peer_events', 'minutes_consumed', 'participant minutes of a connection that ended with it'),
    (NULL, 'stay_no', 'number of the stay of this participant: 1, then 2 after a reconnect'),
    (NULL, 'minutes', 'minutes that the participant was there'),
    ('presence', 'minutes', 'length of the stay in minutes'),
    ('participant_quality', 'minutes', 'minutes that the participant was there, by the API: 0 or NULL until the end'),
    ('device_breakdown', 'minutes', 'participant minutes, by the API'),
    ('geo_breakdown', 'minutes', 'participant minutes, by the API'),
    ('sdk_breakdown', 'minutes', 'participant minutes, by the API'),
    ('user_rollup', 'minutes', 'minutes in sessions'),
    ('minutes_per_day', 'minutes', 'participant minutes in the day'),
    (NULL, 'local_date', 'date of the day in the time zone'),
    (NULL, 'estimated_cost_usd', 'minutes, at usd_per_minute'),
    (NULL, 'minutes_per_session', 'minutes in sessions, per session'),
    (NULL, 'present', 'is the participant there now?'),
    (NULL, 'wall_minutes', 'minutes from the start of the session to its end, or to now'),
    (NULL, 'average_wall_minutes', 'mean minutes from start to end of its sessions'),
    (NULL, 'minutes_consumed', 'participant minutes that the API counts'),
    (NULL, 'participant_minutes', 'sum of the minutes of all stays'),
    (NULL, 'participants', 'number of participants'),
    ('concurrency_profile', 'participants', 'participants there at some time in the minute'),
    (NULL, 'users', 'number of users, by user_key'),
    (NULL, 'peak_participants', 'most participants there at one time'),
    (NULL, 'reported_peak_participants', 'most participants at one time, by the API'),
    (NULL, 'participants_after', 'participants there after the event'),
    (NULL, 'average_stay_minutes', 'mean minutes of a participant, all stays together'),
    (NULL, 'median_stay_minutes', 'median minutes of a participant, all stays together'),
    (NULL, 'late_joiners', 'participants who first joined more than 5 minutes after the start'),
    (NULL, 'early_leavers', 'participants who left for good after less than a minute'),
    (NULL, 'rejoins', 'number of times that participants came back'),
    (NULL, 'kind', 'join, rejoin or leave'),
    (NULL, 'sessions', 'number of sessions'),
    ('concurrency_profile', 'sessions', 'sessions with someone there at some time in the minute'),
    (NULL, 'meetings', 'number of meetings'),
    (NULL, 'active_days', 'days in UTC on which the user joined a session'),
    (NULL, 'recurring', 'had it more than one session?'),
    (NULL, 'returning_users', 'users who were in more than one of its sessions'),
    (NULL, 'retention_percent', 'share of users who were in more than one of its sessions, in percent'),
    -- events
    (NULL, 'source', 'where the statistics were: details or peer_report; NULL where there are none'),
    ('peer_event_timeline', 'source', 'peer_events or callstats'),
    (NULL, 'event_no', 'number of the event, from 1, in order of created_at'),
    (NULL, 'event_id', 'id of the event; participants may share it'),
    (NULL, 'event_name', 'name of the event'),
    (NULL, 'metadata', 'what the API tells of the event, without personal data'),
    (NULL, 'seconds_since_join', 'seconds since the participant first joined; negative before'),
    (NULL, 'gap_seconds', 'seconds since the previous event of the participant'),
    (NULL, 'events', 'events of the call statistics: [{at, name, metadata}], without personal data'),
    -- device and connection
    (NULL, 'device_type', 'mobile, desktop or unknown'),
    (NULL, 'browser', 'browser'),
    (NULL, 'browser_version', 'version of the browser'),
    (NULL, 'os', 'operating system'),
    (NULL, 'os_version', 'version of the operating system'),
    (NULL, 'is_mobile', 'is it a mobile device?'),
    (NULL, 'sdk_name', 'client library'),
    (NULL, 'sdk_version', 'version of the client library'),
    (NULL, 'country', 'country of the address, as a code'),
    (NULL, 'network_type', 'effective network type, such as 4g: a class of speed, not the medium'),
    (NULL, 'turn_connectivity', 'was a TURN server reached, by the test before the call or while connecting?'),
    (NULL, 'relay_connectivity', 'was there a way by a relay, by the test before the call or while connecting?'),
    (NULL, 'relayed', 'did media go by a relay? NULL where the candidate pairs are not known'),
    (NULL, 'precall_rtt_ms', 'round-trip time by the test before the call, in milliseconds'),
    (NULL, 'precall_packet_loss_percent', 'packet loss by the test before the call, in percent'),
    (NULL, 'precall_throughput', 'throughput by the test before the call; the API does not tell the unit'),
    -- quality
    (NULL, 'mos', 'mean opinion score, 1 (bad) to 5: average_quality of the API, else the mean of audio and video'),
    ('quality_samples', 'mos', 'mean opinion score'),
    ('quality_series', 'mos', 'mean opinion scores'),
    ('session_summary', 'mos', 'mean of the mean opinion scores of its participants'),
    ('troubled_sessions', 'mos', 'mean of the mean opinion scores of its participants'),
    ('device_breakdown', 'mos', 'mean of the mean opinion scores of the participants'),
    ('geo_breakdown', 'mos', 'mean of the mean opinion scores of the participants'),
    ('sdk_breakdown', 'mos', 'mean of the mean opinion scores of the participants'),
    (NULL, 'worst_mos', 'lowest mean opinion score of a participant'),
    (NULL, 'audio_mos', 'mean opinion score of audio, mean of both directions'),
    (NULL, 'audio_mos_p10', 'mean opinion score of audio that nine of ten samples reach'),
    (NULL, 'video_mos', 'mean opinion score of video, mean of both directions'),
    (NULL, 'video_mos_p10', 'mean opinion score of video that nine of ten samples reach'),
    (NULL, 'packet_loss_percent', 'packet loss in percent, of audio or video, whichever is more; what the API sends is taken as percent'),
    ('session_summary', 'packet_loss_percent', 'most packet loss of a participant, in percent'),
    ('troubled_sessions', 'packet_loss_percent', 'most packet loss of a participant, in percent'),
    (NULL, 'audio_packet_loss_percent', 'packet loss of audio in percent, mean of both directions'),
    (NULL, 'video_packet_loss_percent', 'packet loss of video in percent, mean of both directions'),
    (NULL, 'jitter_ms', 'jitter in milliseconds, mean of the samples, which are taken as seconds'),
    ('quality_samples', 'jitter_ms', 'jitter in milliseconds'),
    ('quality_series', 'jitter_ms', 'jitter in milliseconds'),
    (NULL, 'rtt_ms', 'round-trip time in the call in milliseconds, of audio, else of video'),
    ('quality_samples', 'rtt_ms', 'round-trip time in milliseconds'),
    ('quality_series', 'rtt_ms', 'round-trip times in milliseconds'),
    ('session_summary', 'rtt_ms', 'longest round-trip time of a participant in the call, else before it, in milliseconds'),
    ('troubled_sessions', 'rtt_ms', 'longest round-trip time of a participant in the call, else before it, in milliseconds'),
    (NULL, 'audio_bandwidth', 'bandwidth of audio; the API does not tell the unit, it looks like kbit/s'),
    (NULL, 'video_bandwidth', 'bandwidth of video; the API does not tell the unit, it looks like kbit/s'),
    (NULL, 'video_frames_per_second', 'mean frames per second of video'),
    (NULL, 'frames_per_second', 'frames per second'),
    (NULL, 'frame_height', 'height of the picture in pixels'),
    (NULL, 'frames_dropped', 'video frames dropped, sum of the samples'),
    ('quality_samples', 'frames_dropped', 'frames dropped, as the API tells with the sample'),
    ('quality_series', 'frames_dropped', 'frames dropped, as the API tells with the samples'),
    (NULL, 'concealment_events', 'gaps in audio that were concealed, sum of the samples'),
    ('quality_samples', 'concealment_events', 'gaps that were concealed, as the API tells with the sample'),
    ('quality_series', 'concealment_events', 'gaps that were concealed, as the API tells with the samples'),
    (NULL, 'video_lag_percent', 'share of the time that video lagged, in percent'),
    (NULL, 'no_video_percent', 'share of the time without video, in percent'),
    (NULL, 'poor_resolution_percent', 'share of the time with poor resolution of video, in percent'),
    (NULL, 'quality_limited_percent', 'share of the time that the quality of sent video was limited, in percent'),
    (NULL, 'samples', 'number of samples'),
    (NULL, 'media', 'audio, video, screenshare_audio or screenshare_video'),
    (NULL, 'direction', 'producer (sent), consumer (received) or unknown'),
    (NULL, 'sample_no', 'number of the sample, in order of time'),
    (NULL, 'packets', 'packets that were sent, or received and lost'),
    (NULL, 'packets_lost', 'packets that were lost'),
    (NULL, 'quality_grade', 'good, fair, poor or unknown, by rtk_analytics.quality_grade()'),
    (NULL, 'issues', 'what was wrong: mos, packet_loss, rtt (a participant was poor in it), early_leave, rejoin, reconnect, turn (a participant did not reach a TURN server)'),
    ('participant_quality', 'issues', 'which of mos, packet_loss and rtt are poor'),
    (NULL, 'has_issue', 'is there any of issues?'),
    (NULL, 'measured_participants', 'participants whose quality is known'),
    (NULL, 'poor_participants', 'participants of poor quality'),
    (NULL, 'poor_percent', 'share of poor among those whose quality is known, in percent'),
    (NULL, 'reconnects', 'participants with an event of a reconnect or an ICE restart'),
    (NULL, 'turn_failures', 'participants who did not reach a TURN server'),
    -- personal data
    ('participant_pii', 'ip', 'address'),
    ('participant_pii', 'city', 'city of the address'),
    ('participant_pii', 'region', 'region of the address'),
    ('participant_pii', 'postal', 'postal code of the address'),
    ('participant_pii', 'timezone', 'time zone of the address'),
    ('participant_pii', 'organization', 'whose network it is'),
    ('participant_pii', 'asn', 'number of the autonomous system'),
    ('participant_pii', 'user_agent', 'what the browser says it is'),
    ('participant_pii', 'callstats', 'call statistics as the API sent them');
END;

COMMENT ON FUNCTION descriptions() IS
    'internal: descriptions of relations and columns; relation is NULL where it holds for all';

-- Partitions and what has a comment already are left alone.
CREATE FUNCTION describe(schema text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    statement text;
BEGIN
    FOR statement IN
        SELECT format('COMMENT ON %s %s IS %L',
            CASE WHEN a.attname IS NOT NULL THEN 'COLUMN'
                 WHEN c.relkind = 'v' THEN 'VIEW'
                 WHEN c.relkind = 'm' THEN 'MATERIALIZED VIEW'
                 ELSE 'TABLE' END,
            concat_ws('.', quote_ident(n.nspname), quote_ident(c.relname),
                quote_ident(a.attname)),
            d.description)
        FROM pg_namespace n
        JOIN pg_class c ON c.relnamespace = n.oid
            AND c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition
        LEFT JOIN LATERAL (
            SELECT NULL::name AS attname, 0 AS attnum
            UNION ALL
            SELECT x.attname, x.attnum FROM pg_attribute x
            WHERE x.attrelid = c.oid AND x.attnum > 0 AND NOT x.attisdropped
        ) a ON true
        JOIN LATERAL (
            SELECT r.description FROM rtk_analytics.descriptions() r
            WHERE (r.relation = regexp_replace(c.relname, '_materialized$', '')
                   OR r.relation IS NULL AND a.attname IS NOT NULL)
              AND r.column_name IS NOT DISTINCT FROM a.attname
            ORDER BY r.relation LIMIT 1
        ) d ON true
        WHERE n.nspname = describe.schema
          AND NOT EXISTS (
            SELECT FROM pg_description e
            WHERE e.classoid = 'pg_class'::regclass AND e.objoid = c.oid
              AND e.objsubid = a.attnum)
    LOOP
        EXECUTE statement;
    END LOOP;
END
$$;

COMMENT ON FUNCTION describe(text) IS
    'internal: comments relations and columns of a schema that have no comment, by descriptions()';

