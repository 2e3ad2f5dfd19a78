-- How many were there after each join and leave.
SELECT change.session_id,
       extract(epoch FROM change.at - session.started_at) / 60 AS minute,
       change.kind, change.participants_after AS participants
FROM join_leave_timeline AS change
JOIN session_summary AS session USING (app_id, session_id)
ORDER BY change.session_id, change.at
