-- Clauses on times become the range of time that a list is asked for.
\i test/regress.sql
\pset format unaligned
\pset tuples_only on
ALTER SERVER realtime OPTIONS (ADD app_id 'app-1');
SELECT session_id FROM sessions
    WHERE created_at >= '2026-01-10' AND created_at < '2026-01-15' ORDER BY 1;
:seen
SELECT session_id FROM sessions
    WHERE started_at BETWEEN '2026-01-12 09:00+00' AND '2026-01-19 09:00+00'
    ORDER BY 1;
:seen
-- Never with a column that the range is not of, nor below another list.
SELECT session_id FROM sessions WHERE ended_at > '2026-01-12' ORDER BY 1;
SELECT participant_id FROM sessions_participants
    WHERE session_id = 'sess-2' AND joined_at > '2026-01-12 09:10' ORDER BY 1;
:seen
-- The date and date_trunc() of a time, in the session's zone or another.
SELECT session_id FROM sessions WHERE created_at::date = '2026-01-05';
SELECT session_id FROM sessions
    WHERE date_trunc('month', created_at) = '2026-01-01' ORDER BY 1;
SELECT session_id FROM sessions
    WHERE date_trunc('day', created_at, 'Asia/Tokyo') > '2026-01-12 12:00+00'
    ORDER BY 1;
SELECT session_id FROM sessions
    WHERE date '2026-01-06' > created_at::date ORDER BY 1;
:seen
SET TimeZone = 'America/New_York';
SELECT session_id FROM sessions WHERE created_at::date = '2026-01-05';
SELECT session_id FROM sessions WHERE created_at >= date '2026-01-19';
SELECT session_id FROM sessions
    WHERE created_at < timestamp '2026-01-12 04:00:00' ORDER BY 1;
SET TimeZone = 'UTC';
:seen
-- The margin, and what it must not hide.
ALTER SERVER realtime OPTIONS (ADD time_margin '0');
SELECT session_id FROM sessions WHERE created_at = '2026-01-12 09:00:00+00';
SELECT session_id FROM sessions WHERE created_at > '2026-01-12 09:00:00+00';
:seen
-- Midnight comes twice where clocks go back over it.
SET TimeZone = 'STD+10DST+9,J100/0,J12/1';
SELECT session_id FROM sessions WHERE created_at::date = '2026-01-12';
SELECT session_id FROM sessions
    WHERE date_trunc('week', created_at) = '2026-01-12';
SET TimeZone = 'UTC';
:forget
ALTER SERVER realtime OPTIONS (DROP time_margin);
-- Values that are known only when the query runs.
PREPARE since(timestamptz) AS
    SELECT session_id FROM sessions WHERE created_at > $1 ORDER BY 1;
SET plan_cache_mode = force_generic_plan;
EXECUTE since('2026-01-10');
EXECUTE since('2026-01-18');
EXECUTE since(NULL);
RESET plan_cache_mode;
:seen
SELECT count(*) FROM sessions WHERE created_at > now() + interval '1 year';
\echo `test/seen.sh | sed -E 's/start_time=[-0-9T:.]+Z/start_time=TIME/'`
SELECT m.meeting_id, s.session_id
    FROM meetings m JOIN LATERAL (
        SELECT * FROM sessions s WHERE s.app_id = m.app_id
            AND s.created_at > m.created_at + interval '10 days' OFFSET 0) s
        ON s.associated_id = m.meeting_id
    WHERE m.meeting_id = 'meet-1';
:seen
SELECT count(*) FROM sessions WHERE now() < created_at;
SELECT count(*) FROM sessions WHERE date_trunc('day', now()) < created_at;
\echo `test/seen.sh | sed -E 's/start_time=[-0-9T:.]+Z/start_time=TIME/'`
-- No request: no time is within.
SELECT count(*) FROM sessions
    WHERE created_at > '2026-02-01' AND created_at < '2026-01-01';
SELECT count(*) FROM sessions WHERE created_at < NULL;
:seen
-- Bounds without a text are left out.
SELECT count(*) FROM sessions
    WHERE created_at > '-infinity' AND created_at < 'infinity';
SELECT count(*) FROM sessions
    WHERE created_at > '0044-03-15 BC' AND created_at::date < '20000-01-01';
:seen
-- What the query gives itself counts.
SELECT session_id, start_time FROM sessions
    WHERE created_at > '2026-01-06' AND start_time = '2026-01-12' ORDER BY 1;
:seen
-- Not used: other operators, OR, values of the row.
SELECT session_id FROM sessions WHERE created_at <> '2026-01-05 09:00+00'
    AND (created_at < '2026-01-06' OR created_at > '2026-01-18')
    AND created_at <= started_at ORDER BY 1;
:seen
SELECT recording_id FROM recordings
    WHERE invoked_time >= '2026-01-12' AND status = 'UPLOADING';
SELECT livestream_id FROM livestreams WHERE created_at < '2026-02-01' ORDER BY 1;
SELECT meeting_id FROM meetings WHERE created_at >= '2026-01-01' ORDER BY 1;
:seen
EXPLAIN (COSTS OFF) SELECT session_id FROM sessions
    WHERE created_at > now() - interval '7 days' AND status = 'LIVE';
:seen
