CREATE OR REPLACE VIEW presence AS
SELECT p.joined_at,
       rtk_analytics.end_of_stay(p.joined_at, p.left_at, s.ended_at, s.status)
           AS left_at,
       p.app_id, p.session_id, s.associated_id AS meeting_id,
       p.participant_id,
       coalesce(nullif(p.custom_participant_id, ''), nullif(p.user_id, ''),
                p.participant_id)
           AS user_key,
       p.display_name, p.preset_name, p.stay_no,
       rtk_analytics.minutes_between(p.joined_at, rtk_analytics.end_of_stay(
           p.joined_at, p.left_at, s.ended_at, s.status)) AS minutes,
       p.left_at IS NULL AND s.ended_at IS NULL AND s.status = 'LIVE'
           AS present
FROM sessions AS s
JOIN stays AS p ON p.app_id = s.app_id AND p.session_id = s.session_id;
