
-- The session to copy next: the newest of those that are due, be it for its
-- participants or for statistics of these.
CREATE FUNCTION sync_next_session(copied name, at timestamptz, details boolean,
    OUT app text, OUT session text, OUT listed boolean)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM set_config('search_path', quote_ident(copied) || ', pg_temp', true);
    SELECT n.app_id, n.session_id, n.listed
    INTO app, session, listed
    FROM (
        (SELECT y.app_id, y.session_id, y.created_at, false AS listed
         FROM sync_sessions y
         WHERE y.copied_at IS NULL AND NOT y.settled
           AND y.ended_at + interval '30 minutes' <= at
           AND coalesce(y.next_attempt_at, at) <= at
         ORDER BY y.created_at DESC, y.session_id LIMIT 1)
        UNION ALL
        (SELECT y.app_id, y.session_id, y.created_at, true
         FROM sync_sessions y
         WHERE details AND y.details_pending IS NOT NULL
           AND coalesce(y.next_attempt_at, at) <= at
         ORDER BY y.created_at DESC, y.session_id LIMIT 1)
    ) n
    ORDER BY n.created_at DESC, n.session_id, n.listed LIMIT 1;
END
$$;

COMMENT ON FUNCTION sync_next_session(name, timestamptz, boolean) IS
    'internal: session that a run has to copy next; listed: only statistics are missing';

-- The range to list next: the newest.
CREATE FUNCTION sync_next_gap(copied name, at timestamptz,
    OUT app text, OUT low timestamptz)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM set_config('search_path', quote_ident(copied) || ', pg_temp', true);
    SELECT g.app_id, g.gap_from INTO app, low
    FROM sync_gaps g JOIN sync_apps a ON a.app_id = g.app_id
    WHERE coalesce(a.next_attempt_at, at) <= at
    ORDER BY g.gap_to DESC, g.app_id LIMIT 1;
END
$$;

COMMENT ON FUNCTION sync_next_gap(name, timestamptz) IS
    'internal: range that a run has to list next';

-- What a run has to list next.  No kind: nothing.
CREATE FUNCTION sync_next_list(copied name, at timestamptz,
    OUT kind text, OUT app text, OUT low timestamptz)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    next record;
BEGIN
    PERFORM set_config('search_path', quote_ident(copied) || ', pg_temp', true);
    IF EXISTS (SELECT FROM sync_state
               WHERE coalesce(apps_listed_at, '-infinity')
                     < at - interval '1 day')
    THEN
        kind := 'apps';
        RETURN;
    END IF;
    SELECT * INTO next FROM rtk_analytics.sync_next_gap(copied, at);
    IF next.app IS NOT NULL THEN
        kind := 'page'; app := next.app; low := next.low;
        RETURN;
    END IF;
    SELECT d.app_id INTO app FROM rtk_analytics.sync_due(copied, at) d LIMIT 1;
    IF app IS NOT NULL THEN
        kind := 'look';
        RETURN;
    END IF;
    SELECT m.app INTO app
    FROM rtk_analytics.sync_missing_meetings(copied, at) m;
    IF app IS NOT NULL THEN
        kind := 'meetings';
    END IF;
END
$$;

COMMENT ON FUNCTION sync_next_list(name, timestamptz) IS
    'internal: what a run has to list next';

-- What a run has to do next: lists first, since they say what is to be copied.
-- When there are none left, that stays so for the run.
CREATE FUNCTION sync_next(copied name, run_id bigint,
    OUT kind text, OUT app text, OUT session text, OUT low timestamptz)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    run record;
    next record;
BEGIN
    EXECUTE format('SELECT * FROM %I.sync_runs WHERE run_id = $1', copied)
        INTO run USING run_id;
    IF NOT run.listed THEN
        SELECT l.kind, l.app, l.low INTO kind, app, low
        FROM rtk_analytics.sync_next_list(copied, run.started_at) l;
        IF kind IS NOT NULL THEN
            RETURN;
        END IF;
        EXECUTE format('UPDATE %I.sync_runs SET listed = true '
            'WHERE run_id = $1', copied) USING run_id;
    END IF;
    SELECT * INTO next FROM rtk_analytics.sync_next_session(copied,
        run.started_at, run.with_details);
    app := next.app; session := next.session;
    kind := CASE WHEN next.listed THEN 'details'
                 WHEN NOT next.listed THEN 'copy' END;
END
$$;

COMMENT ON FUNCTION sync_next(name, bigint) IS
    'internal: what a run has to do next';

-- Do it, and add what was copied to the counts of the run.
CREATE FUNCTION sync_do(copied name, live name, run_id bigint, at timestamptz,
    kind text, app text, session text, low timestamptz, allowed bigint)
RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    written bigint;
BEGIN
    CASE kind
    WHEN 'apps' THEN
        PERFORM rtk_analytics.sync_list_apps(copied, live);
        PERFORM rtk_analytics.sync_open_gaps(copied, run_id);
    WHEN 'page' THEN
        PERFORM rtk_analytics.sync_list_page(copied, live, run_id, app, low);
    WHEN 'look' THEN
        PERFORM rtk_analytics.sync_look(copied, live, at, allowed);
    WHEN 'meetings' THEN
        PERFORM rtk_analytics.sync_copy_meetings(copied, live, at, allowed);
    WHEN 'copy' THEN
        written := rtk_analytics.sync_copy(copied, live, app, session, allowed);
        IF written IS NULL THEN
            RETURN 'budget';
        END IF;
        EXECUTE format('UPDATE %I.sync_runs SET sessions = sessions + 1, '
            'participants = participants + $2 WHERE run_id = $1', copied)
            USING run_id, written;
    WHEN 'details' THEN
        written := rtk_analytics.sync_copy_details(copied, live, app, session,
            allowed);
        EXECUTE format('UPDATE %I.sync_runs SET details = details + $2 '
            'WHERE run_id = $1', copied) USING run_id, written;
    END CASE;
    RETURN 'running';
END
$$;

COMMENT ON FUNCTION sync_do(name, name, bigint, timestamptz, text, text, text,
    timestamptz, bigint) IS
    'internal: does a step of a run; running, or budget if requests did not suffice';
