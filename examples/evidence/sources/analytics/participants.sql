-- One row for each participant of a session, with device, place and quality.
SELECT person.session_id, person.participant_id,
       coalesce(app.name, person.app_id) AS app,
       to_char(person.joined_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day,
       coalesce(nullif(person.display_name, ''), '(no name)') AS name,
       person.preset_name AS preset, person.minutes, person.device_type,
       person.os, person.browser,
       person.sdk_name || ' ' || person.sdk_version AS sdk, person.country,
       person.network_type, person.relayed, person.mos, person.audio_mos,
       person.video_mos, person.packet_loss_percent AS loss,
       person.jitter_ms AS jitter,
       coalesce(person.rtt_ms, person.precall_rtt_ms) AS rtt,
       person.video_frames_per_second AS fps, person.quality_grade AS grade
FROM participant_quality AS person
LEFT JOIN apps AS app USING (app_id)
