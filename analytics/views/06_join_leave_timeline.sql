-- At one time, who leaves goes first, unless he came just then.
CREATE OR REPLACE VIEW join_leave_timeline AS
SELECT change.at, p.app_id, p.session_id, p.participant_id, p.user_key,
       p.display_name, change.kind,
       sum(change.step) OVER (PARTITION BY p.app_id, p.session_id
           ORDER BY change.at, change.turn, p.participant_id, p.stay_no
           ROWS UNBOUNDED PRECEDING)::integer AS participants_after
FROM presence AS p,
     LATERAL (VALUES
         (p.joined_at, 1, 1,
          CASE p.stay_no WHEN 1 THEN 'join' ELSE 'rejoin' END),
         (p.left_at, -1, CASE WHEN p.left_at > p.joined_at THEN 0 ELSE 2 END,
          CASE WHEN NOT p.present THEN 'leave' END))
         AS change (at, step, turn, kind)
WHERE change.kind IS NOT NULL;
