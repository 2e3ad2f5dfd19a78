-- No pushdown changes a result: the same statements with pushdown off.
\i test/regress.sql
\pset format unaligned
\pset tuples_only on
ALTER SERVER realtime OPTIONS (ADD enable_pushdown 'true');
CREATE TABLE pg_temp.statements (n serial, statement text);
INSERT INTO pg_temp.statements (statement) VALUES
    ($$apps WHERE app_id = 'app-1'$$),
    ($$meetings WHERE app_id = 'app-1' AND meeting_id = 'meet-1'$$),
    ($$meetings WHERE meeting_id IN ('meet-1', 'meet-3', 'nothing')$$),
    ($$meetings WHERE status = 'INACTIVE'$$),
    ($$meetings WHERE status IN ('INACTIVE', 'GONE')$$),
    ($$sessions WHERE session_id = 'sess-4'$$),
    ($$sessions WHERE app_id = 'app-2' OR app_id = 'app-1'$$),
    ($$sessions WHERE app_id = 'app-1' AND session_id = NULL$$),
    ($$sessions WHERE associated_id = 'meet-1' AND status = 'ENDED'$$),
    ($$sessions WHERE created_at >= '2026-01-06 14:00+00'$$),
    ($$sessions WHERE started_at::date = '2026-01-12'$$),
    ($$sessions WHERE date_trunc('week', created_at) < '2026-01-12'$$),
    ($$sessions WHERE created_at BETWEEN '2026-01-06' AND '2026-01-19 09:00'$$),
    ($$sessions WHERE status = 'LIVE' AND search = 'sales'$$),
    ($$sessions_participants WHERE session_id = 'sess-1'$$),
    ($$sessions_participants WHERE session_id = ANY ('{sess-2,sess-4}')$$),
    ($$sessions_participants WHERE participant_id = 'part-7'$$),
    ($$sessions_participants WHERE participant_id = 'part-7'
        AND session_id = 'sess-1'$$),
    ($$sessions_participants WHERE duration > 40 AND callstats IS NOT NULL$$),
    ($$sessions_participants WHERE app_id = 'app-2'
        AND device_info ->> 'browser' = 'Safari' AND joined_at > '2026-01-06'$$),
    ($$sessions_peer_report WHERE session_id = 'sess-2' AND peer_id = 'part-7'$$),
    ($$livestreams_sessions WHERE livestream_id = 'ls-1'
        AND livestream_session_id = 'lss-2'$$),
    ($$livestreams WHERE status = 'LIVE' AND NOT exclude_meetings$$),
    ($$recordings WHERE status IN ('UPLOADED', 'ERRORED')$$),
    ($$recordings WHERE invoked_time < '2026-01-12 09:05+00'
        AND status = 'UPLOADED'$$),
    ($$recordings WHERE meeting_id = 'meet-1' AND recording_id = 'rec-4'$$),
    ($$presets WHERE name LIKE '%host' AND config IS NOT NULL$$),
    ($$meetings_participants WHERE meeting_id = 'meet-1'
        AND participant_id IN ('mp-2', 'mp-5')$$),
    ($$active_session WHERE meeting_id = 'meet-2'$$),
    ($$sessions_chat WHERE session_id IN ('sess-1', 'sess-3')$$),
    ($$analytics_sessions WHERE app_id = 'app-1'
        AND start_date = date '2026-01-06'$$),
    ($$webhooks WHERE webhook_id = 'hook-3' AND enabled$$);
-- The rows of a statement, but for "data", which is all that was sent.
CREATE FUNCTION pg_temp.rows(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    result text;
BEGIN
    EXECUTE 'SELECT string_agg(line, E''\n'' ORDER BY line) FROM (SELECT '
        '(to_jsonb(t) - ''data'' - ''invoked_time'')::text AS line FROM '
        || regexp_replace(statement, '^(\S+)', '\1 t') || ') lines' INTO result;
    RETURN coalesce(result, 'none');
END
$$;
CREATE TABLE pg_temp.pushed AS
    SELECT n, statement, pg_temp.rows(statement) FROM pg_temp.statements;
:forget
ALTER SERVER realtime OPTIONS (SET enable_pushdown 'false');
SELECT n, statement, p.rows AS pushed, f.rows AS filtered
    FROM pg_temp.pushed p, LATERAL pg_temp.rows(p.statement) AS f(rows)
    WHERE p.rows <> f.rows ORDER BY n;
SELECT count(*) AS statements, count(*) FILTER (WHERE rows = 'none') AS empty
    FROM pg_temp.pushed;
:forget
SELECT session_id FROM sessions WHERE app_id = 'app-1'
    AND session_id = 'sess-1' LIMIT 1;
:seen
