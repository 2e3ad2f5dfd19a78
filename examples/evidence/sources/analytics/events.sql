-- What the API and the client tell of each participant.
SELECT event.session_id, event.participant_id, event.source,
       event.event_name AS event,
       extract(epoch FROM event.at - session.started_at) / 60 AS minute,
       to_char(event.at AT TIME ZONE 'UTC', 'HH24:MI:SS') AS time,
       event.seconds_since_join, event.gap_seconds
FROM peer_event_timeline AS event
JOIN sessions AS session USING (app_id, session_id)
