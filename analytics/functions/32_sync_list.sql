
-- The apps, once a day.  With the option app_id, the sessions of that one only
-- are listed.
CREATE FUNCTION sync_list_apps(copied name, live name)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    only_app text := rtk_analytics.sync_option(live, 'sessions', 'app_id');
BEGIN
    PERFORM set_config('search_path', quote_ident(copied) || ', pg_temp', true);
    EXECUTE format('INSERT INTO pg_temp.rtk_sessions (app_id, '
        'meeting_display_name, created_at) '
        'SELECT app_id, name, created_at FROM %I.api_apps', live);
    DELETE FROM apps a USING pg_temp.rtk_sessions n WHERE a.app_id = n.app_id;
    INSERT INTO apps (app_id, name, created_at)
    SELECT app_id, meeting_display_name, created_at FROM pg_temp.rtk_sessions;
    INSERT INTO sync_apps (app_id)
    SELECT app_id FROM pg_temp.rtk_sessions
    WHERE app_id = coalesce(only_app, app_id)
    EXCEPT
    SELECT app_id FROM sync_apps;
    UPDATE sync_state SET apps_listed_at = clock_timestamp(),
        details_from = NULL;
END
$$;

COMMENT ON FUNCTION sync_list_apps(name, name) IS 'internal: copies the apps';

-- A range of created_at to list, together with those that it overlaps.
CREATE FUNCTION sync_open_gap(copied name, app text, low timestamptz,
    high timestamptz)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    bottom timestamptz;
BEGIN
    PERFORM set_config('search_path', quote_ident(copied) || ', pg_temp', true);
    DELETE FROM sync_gaps WHERE app_id = app AND gap_from > low
        AND gap_to <= high;
    SELECT min(gap_from) INTO bottom FROM sync_gaps
    WHERE app_id = app AND gap_from <= low AND gap_to >= low;
    DELETE FROM sync_gaps WHERE app_id = app AND gap_from <= low
        AND gap_to >= low;
    INSERT INTO sync_gaps (app_id, gap_from, gap_to)
    VALUES (app, coalesce(bottom, low), high);
END
$$;

COMMENT ON FUNCTION sync_open_gap(name, text, timestamptz, timestamptz) IS
    'internal: notes that the sessions created in a range are to be listed';

-- What a run has to list of each app: all since the last listing began, less an
-- hour in case the API shows a session late, and what a longer "since" adds.
-- A run that goes on where another one stopped within five minutes lists what
-- that one had not, and nothing twice.
CREATE FUNCTION sync_open_gaps(copied name, run bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    app record;
    at timestamptz;
    bottom timestamptz;
    resumed boolean;
BEGIN
    PERFORM set_config('search_path', quote_ident(copied) || ', pg_temp', true);
    SELECT r.started_at, greatest(r.started_at - r.since, y.pruned_before)
    INTO at, bottom FROM sync_runs r, sync_state y WHERE r.run_id = run;
    SELECT state <> 'complete' INTO resumed FROM sync_runs
    WHERE run_id < run AND state <> 'skipped' ORDER BY run_id DESC LIMIT 1;
    FOR app IN
        SELECT * FROM sync_apps WHERE listed_to IS DISTINCT FROM at
    LOOP
        CONTINUE WHEN resumed AND app.listed_to > at - interval '5 minutes'
            AND app.listed_from <= bottom + interval '5 minutes';
        PERFORM rtk_analytics.sync_open_gap(copied, app.app_id,
            coalesce(app.listed_to - interval '1 hour', bottom), at);
        IF app.listed_from > bottom THEN
            PERFORM rtk_analytics.sync_open_gap(copied, app.app_id, bottom,
                app.listed_from);
        END IF;
        UPDATE sync_apps
        SET listed_to = at, listed_from = least(app.listed_from, bottom)
        WHERE app_id = app.app_id;
    END LOOP;
END
$$;

COMMENT ON FUNCTION sync_open_gaps(name, bigint) IS
    'internal: notes what a run has to list';

-- Read one page of the list of an app, newest first, into rtk_sessions.
-- rtk_fdw proves order and end of it: a page that is not full is the last.
CREATE FUNCTION sync_read_page(live name, app text, skip bigint, size integer)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format('INSERT INTO pg_temp.rtk_sessions SELECT %s '
        'FROM %I.api_sessions WHERE app_id = $1 '
        'ORDER BY created_at DESC LIMIT $2 OFFSET $3',
        rtk_analytics.sync_session_columns(), live) USING app, size, skip;
END
$$;

COMMENT ON FUNCTION sync_read_page(name, text, bigint, integer) IS
    'internal: reads a page of sessions';

-- List one page of a gap.  A run that takes up the gap of another begins with
-- the page that ends in sessions that are known, and if that has none of them,
-- because some are gone, with the page before.
CREATE FUNCTION sync_list_page(copied name, live name, run bigint, app text,
    low timestamptz)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    gap record;
    size integer := rtk_analytics.sync_page_size(live, 'sessions', 100);
    skip bigint;
    seen timestamptz := clock_timestamp();
    rows_read bigint;
    first timestamptz;
    last timestamptz;
BEGIN
    PERFORM set_config('search_path', quote_ident(copied) || ', pg_temp', true);
    SELECT * INTO gap FROM sync_gaps WHERE app_id = app AND gap_from = low;
    IF gap.run_id = run THEN
        skip := gap.next_offset;
    ELSE
        SELECT greatest(count(*) - 1, 0) / size * size INTO skip
        FROM sync_sessions WHERE app_id = app AND created_at >= gap.gap_to;
    END IF;
    LOOP
        PERFORM rtk_analytics.sync_read_page(live, app, skip, size);
        SELECT count(*), min(created_at), max(created_at)
        INTO rows_read, last, first FROM pg_temp.rtk_sessions;
        EXIT WHEN skip = 0 OR gap.run_id = run OR first >= gap.gap_to;
        skip := skip - size;
        DELETE FROM pg_temp.rtk_sessions;
    END LOOP;
    PERFORM rtk_analytics.sync_register(copied, seen);
    IF rows_read < size OR last < low THEN
        DELETE FROM sync_gaps WHERE app_id = app AND gap_from = low;
    ELSE
        UPDATE sync_gaps SET run_id = run, next_offset = skip + size,
            gap_to = least(gap_to, last)
        WHERE app_id = app AND gap_from = low;
    END IF;
END
$$;

COMMENT ON FUNCTION sync_list_page(name, name, bigint, text, timestamptz) IS
    'internal: lists one page of the sessions of a range that is to be listed';
