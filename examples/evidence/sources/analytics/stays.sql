-- Each time that someone was there, in minutes since the session's start.
SELECT stay.session_id, stay.participant_id, stay.stay_no,
       extract(epoch FROM stay.joined_at - session.started_at) / 60 AS since,
       extract(epoch FROM stay.left_at - session.started_at) / 60 AS until,
       stay.present
FROM presence AS stay
JOIN session_summary AS session USING (app_id, session_id)
