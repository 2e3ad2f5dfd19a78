-- What rtk_analytics.stays() gives, from rows.  A condition on app_id and
-- session_id reaches the tables, for they are what the windows are divided by.
CREATE OR REPLACE VIEW stays AS
SELECT p.app_id, p.session_id, p.participant_id, p.user_id,
       p.custom_participant_id, p.display_name, p.preset_name,
       coalesce(stay.stay_no, 1) AS stay_no,
       coalesce(stay.joined_at, p.joined_at) AS joined_at,
       coalesce(stay.until, p.left_at) AS left_at
FROM participants AS p
LEFT JOIN (
    SELECT app_id, session_id, participant_id, joined_at, until,
           row_number() OVER (PARTITION BY app_id, session_id, participant_id
               ORDER BY event_no)::integer AS stay_no
    FROM (SELECT app_id, session_id, participant_id, event_no, event_name,
                 created_at AS joined_at,
                 lead(created_at) OVER (PARTITION BY app_id, session_id,
                     participant_id ORDER BY event_no) AS until
          FROM peer_events
          WHERE event_name IN ('PEER_JOINING', 'PEER_LEAVING')) AS event
    WHERE event_name = 'PEER_JOINING' AND joined_at IS NOT NULL
) AS stay
    ON stay.app_id = p.app_id AND stay.session_id = p.session_id
    AND stay.participant_id = p.participant_id
WHERE coalesce(stay.joined_at, p.joined_at) IS NOT NULL;
