CREATE OR REPLACE VIEW peer_event_timeline AS
SELECT event.at, event.app_id, event.session_id, event.participant_id,
       event.source, event.event_name, event.metadata,
       extract(epoch FROM event.at - min(event.at)
           FILTER (WHERE event.event_name IN ('PEER_JOINING', 'call_join'))
           OVER (PARTITION BY event.app_id, event.session_id,
                 event.participant_id))::float8 AS seconds_since_join,
       extract(epoch FROM event.at - lag(event.at)
           OVER (PARTITION BY event.app_id, event.session_id,
                 event.participant_id ORDER BY event.at, event.source,
                 event.number))::float8 AS gap_seconds
FROM (
    SELECT created_at AS at, app_id, session_id, participant_id,
           'peer_events' AS source, event_name, NULL::jsonb AS metadata,
           event_no::bigint AS number
    FROM peer_events
    UNION ALL
    SELECT rtk_analytics.json_time(event.event -> 'at'), q.app_id,
           q.session_id, q.participant_id, 'callstats',
           event.event ->> 'name', event.event -> 'metadata', event.number
    FROM participant_stats AS q,
         jsonb_array_elements(q.events) WITH ORDINALITY
             AS event (event, number)
) AS event;
