-- One row for each session; its timeline is pages/sessions/[session_id].md.
SELECT session.session_id, coalesce(app.name, session.app_id) AS app,
       coalesce(session.title, '(no title)') AS title,
       lower(session.status) AS status,
       1000 * extract(epoch FROM session.started_at) AS started_ms,
       to_char(session.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day,
       to_char(session.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')
           AS started,
       session.wall_minutes, session.participant_minutes,
       session.participants, session.users,
       session.peak_participants AS peak, session.average_stay_minutes,
       session.late_joiners, session.early_leavers, session.rejoins,
       session.mos, session.worst_mos, session.packet_loss_percent,
       session.rtt_ms, session.measured_participants,
       session.poor_participants,
       array_to_string(session.issues, ',') AS issues,
       coalesce(session.has_issue, false) AS has_issue
FROM session_summary AS session
LEFT JOIN apps AS app USING (app_id)
ORDER BY session.started_at
