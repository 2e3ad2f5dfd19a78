CREATE OR REPLACE VIEW troubled_sessions AS
SELECT started_at, app_id, session_id, meeting_id, title, status, issues,
       participants, early_leavers, rejoins, reconnects, turn_failures,
       poor_participants, mos, worst_mos, packet_loss_percent, rtt_ms
FROM session_summary
WHERE has_issue;
