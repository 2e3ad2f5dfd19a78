-- Each part is computed once a session, and not at all where none of its
-- columns is used: live, quality costs a request for each participant.  The
-- start is as the API sends it, so that a condition on it reaches the API.
-- Where no participant is known, though the API counts some, the session is not
-- copied yet, and all about them is NULL.
CREATE OR REPLACE VIEW session_summary AS
SELECT s.started_at AS started_at, s.app_id,
       s.session_id, s.associated_id AS meeting_id,
       s.meeting_display_name AS title, s.type, s.status, s.ended_at,
       rtk_analytics.minutes_between(s.started_at,
           coalesce(s.ended_at, CASE s.status WHEN 'LIVE' THEN now() END))
           AS wall_minutes,
       s.minutes_consumed, people.minutes AS participant_minutes,
       people.participants, people.users, people.peak_participants,
       s.max_concurrent_participants AS reported_peak_participants,
       people.average_stay_minutes, people.median_stay_minutes,
       people.late_joiners, people.early_leavers, people.rejoins,
       quality.mos, quality.worst_mos, quality.packet_loss_percent,
       quality.rtt_ms, quality.measured_participants,
       quality.poor_participants, quality.reconnects, quality.turn_failures,
       array_cat(
           array_remove(ARRAY[
               CASE WHEN people.early_leavers > 0 THEN 'early_leave' END,
               CASE WHEN people.rejoins > 0 THEN 'rejoin' END], NULL),
           quality.issues) AS issues,
       coalesce(people.early_leavers > 0 OR people.rejoins > 0, false)
           OR cardinality(quality.issues) > 0 AS has_issue
FROM sessions AS s
LEFT JOIN LATERAL (
    WITH stay AS (
        SELECT p.participant_id, p.user_id, p.custom_participant_id,
               p.joined_at, p.left_at, rtk_analytics.end_of_stay(p.joined_at,
                   p.left_at, s.ended_at, s.status) AS until
        FROM stays AS p
        WHERE p.app_id = s.app_id AND p.session_id = s.session_id
    ), person AS (
        SELECT coalesce(min(nullif(custom_participant_id, '')),
                        min(nullif(user_id, '')), participant_id) AS user_key,
               count(*) - 1 AS rejoins, min(joined_at) AS joined_at,
               bool_and(left_at IS NOT NULL OR s.ended_at IS NOT NULL) AS gone,
               sum(rtk_analytics.minutes_between(joined_at, until)) AS minutes
        FROM stay GROUP BY participant_id
    ), change AS (
        SELECT sum(step) OVER (ORDER BY at, turn ROWS UNBOUNDED PRECEDING)
            AS present
        FROM (SELECT joined_at AS at, 1 AS step, 1 AS turn FROM stay
              UNION ALL
              SELECT until, -1, CASE WHEN until > joined_at THEN 0 ELSE 2 END
              FROM stay) AS step
    )
    SELECT count(*) AS participants, count(DISTINCT user_key) AS users,
           coalesce(sum(minutes), 0) AS minutes,
           avg(minutes) AS average_stay_minutes,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes)
               AS median_stay_minutes,
           count(*) FILTER (WHERE joined_at > s.started_at
               + interval '5 minutes') AS late_joiners,
           count(*) FILTER (WHERE gone AND minutes < 1) AS early_leavers,
           coalesce(sum(rejoins), 0)::bigint AS rejoins,
           coalesce((SELECT max(present) FROM change), 0)::integer
               AS peak_participants
    FROM person
) AS people ON people.participants > 0 OR s.max_concurrent_participants = 0
LEFT JOIN LATERAL (
    SELECT avg(q.mos) AS mos, min(q.mos) AS worst_mos,
           max(q.packet_loss_percent) AS packet_loss_percent,
           max(coalesce(q.rtt_ms, q.precall_rtt_ms)) AS rtt_ms,
           count(*) FILTER (WHERE grade.grade <> 'unknown')
               AS measured_participants,
           count(*) FILTER (WHERE grade.grade = 'poor') AS poor_participants,
           count(*) FILTER (WHERE event.reconnected) AS reconnects,
           count(*) FILTER (WHERE NOT q.turn_connectivity) AS turn_failures,
           array_cat(
               rtk_analytics.quality_issues(min(q.mos),
                   max(q.packet_loss_percent),
                   max(coalesce(q.rtt_ms, q.precall_rtt_ms))),
               array_remove(ARRAY[
                   CASE WHEN bool_or(event.reconnected) THEN 'reconnect' END,
                   CASE WHEN NOT bool_and(q.turn_connectivity) THEN 'turn' END],
                   NULL)) AS issues
    FROM participant_stats AS q,
         LATERAL (SELECT rtk_analytics.quality_grade(q.mos,
             q.packet_loss_percent, coalesce(q.rtt_ms, q.precall_rtt_ms))
             AS grade) AS grade,
         LATERAL (SELECT q.events @? '$[*] ? (@.name like_regex
             "reconnect|ice.?restart" flag "i")' AS reconnected) AS event
    WHERE q.app_id = s.app_id AND q.session_id = s.session_id
) AS quality ON true;
