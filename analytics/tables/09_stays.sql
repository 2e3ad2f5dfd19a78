-- What rtk_analytics.stays() gives, from rows.
CREATE OR REPLACE VIEW stays AS
SELECT p.app_id, p.session_id, p.participant_id, p.user_id,
       p.custom_participant_id, p.display_name, p.preset_name,
       coalesce(stay.stay_no, 1)
           AS stay_no,
       coalesce(stay.joined_at, p.joined_at) AS joined_at,
       CASE WHEN stay.stay_no IS NULL THEN p.left_at
            ELSE coalesce(stay.until, p.left_at) END AS left_at
FROM participants AS p
LEFT JOIN LATERAL (
    SELECT row_number() OVER (ORDER BY event_no)::integer AS stay_no,
           event.joined_at, event.until
    FROM (SELECT event_no, event_name, created_at AS joined_at,
                 lead(created_at) OVER (ORDER BY event_no) AS until
          FROM peer_events AS e
          WHERE e.app_id = p.app_id AND e.session_id = p.session_id
            AND e.participant_id = p.participant_id
            AND e.session_started_at = p.session_started_at
            AND e.event_name IN ('PEER_JOINING', 'PEER_LEAVING')) AS event
    WHERE event.event_name = 'PEER_JOINING' AND event.joined_at IS NOT NULL
) AS stay ON true
WHERE stay.stay_no IS NOT NULL OR p.joined_at IS NOT NULL;
