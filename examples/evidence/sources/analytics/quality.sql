-- What was measured of each participant in each minute of a session; a row of
-- NULLs where nothing was, since Evidence makes no table of no rows.
SELECT sample.session_id, sample.participant_id, sample.minute, sample.mos,
       sample.loss, sample.rtt, sample.jitter,
       rtk_analytics.quality_grade(sample.mos, sample.loss, sample.rtt)
           AS grade
FROM (VALUES (1)) AS one
LEFT JOIN (
    SELECT session_id, participant_id,
           floor(extract(epoch FROM sample.at - session.started_at) / 60)
               AS minute,
           avg(sample.mos) AS mos,
           100 * sum(sample.packets_lost) / nullif(sum(sample.packets)
               FILTER (WHERE sample.packets_lost IS NOT NULL), 0) AS loss,
           avg(sample.rtt_ms) AS rtt, avg(sample.jitter_ms) AS jitter
    FROM quality_samples AS sample
    JOIN sessions AS session USING (app_id, session_id)
    GROUP BY session_id, participant_id, minute
) AS sample ON true
