
CREATE FUNCTION sync_is_locked(copied name)
RETURNS boolean
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (
        SELECT FROM pg_locks
        WHERE locktype = 'advisory' AND objsubid = 2
          AND database = (SELECT oid FROM pg_database
                          WHERE datname = current_database())
          AND classid = 'pg_class'::regclass
          AND objid = to_regclass(format('%I.sync_state', copied)))
$$;

COMMENT ON FUNCTION sync_is_locked(name) IS
    'internal: does somebody synchronize the copy in a schema';

CREATE FUNCTION sync_status(
    of_server text DEFAULT NULL,
    OUT server name,
    OUT schema name,
    OUT state text,
    OUT run_id bigint,
    OUT started_at timestamptz,
    OUT ended_at timestamptz,
    OUT requests bigint,
    OUT paused_until timestamptz,
    OUT listed_from timestamptz,
    OUT listed_to timestamptz,
    OUT gaps bigint,
    OUT live bigint,
    OUT pending bigint,
    OUT failed bigint,
    OUT details_pending bigint,
    OUT settled bigint,
    OUT last_error_at timestamptz,
    OUT sqlstate text,
    OUT message text
)
RETURNS SETOF record
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    last record;
BEGIN
    FOR server, schema IN
        SELECT c.server, c.schema FROM rtk_analytics.copies() c
        WHERE of_server IS NULL OR c.server = of_server
    LOOP
        PERFORM set_config('search_path', quote_ident(schema) || ', pg_temp',
            true);
        SELECT * INTO last FROM sync_runs r WHERE r.state <> 'skipped'
        ORDER BY r.run_id DESC LIMIT 1;
        state := CASE WHEN last.run_id IS NULL THEN 'never run'
            WHEN last.state = 'running'
                 AND NOT rtk_analytics.sync_is_locked(schema) THEN 'interrupted'
            ELSE last.state END;
        run_id := last.run_id; started_at := last.started_at;
        ended_at := last.ended_at; requests := last.requests;
        SELECT y.paused_until INTO paused_until FROM sync_state y
        WHERE y.paused_until > clock_timestamp();
        SELECT max(a.listed_from), min(a.listed_to) INTO listed_from, listed_to
        FROM sync_apps a;
        SELECT count(*) INTO gaps FROM sync_gaps;
        SELECT count(*) FILTER (WHERE NOT y.settled AND y.ended_at IS NULL
                                AND y.created_at > '-infinity'),
               count(*) FILTER (WHERE y.ended_at IS NOT NULL
                                AND y.copied_at IS NULL AND NOT y.settled),
               count(*) FILTER (WHERE y.next_attempt_at IS NOT NULL),
               count(*) FILTER (WHERE y.details_pending IS NOT NULL),
               count(*) FILTER (WHERE y.settled)
        INTO live, pending, failed, details_pending, settled
        FROM sync_sessions y;
        SELECT coalesce(r.ended_at, r.started_at), r.sqlstate, r.message
        INTO last_error_at, sqlstate, message
        FROM sync_runs r WHERE r.sqlstate IS NOT NULL
        ORDER BY r.run_id DESC LIMIT 1;
        RETURN NEXT;
    END LOOP;
END
$$;

COMMENT ON FUNCTION sync_status(text) IS 'status of copies, one row each';
