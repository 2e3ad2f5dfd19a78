
-- Meetings that are to be asked for, of the app that has most of them.
CREATE FUNCTION sync_missing_meetings(copied name, at timestamptz,
    OUT app text, OUT meetings text[])
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM set_config('search_path', quote_ident(copied) || ', pg_temp', true);
    SELECT m.app_id, array_agg(m.meeting_id ORDER BY m.meeting_id)
    INTO app, meetings
    FROM sync_meetings m
    JOIN sync_apps a ON a.app_id = m.app_id
        AND coalesce(a.next_attempt_at, at) <= at
    WHERE m.read_at = '-infinity'
    GROUP BY m.app_id ORDER BY count(*) DESC, m.app_id LIMIT 1;
END
$$;

COMMENT ON FUNCTION sync_missing_meetings(name, timestamptz) IS
    'internal: meetings of an app that a run has to ask for';

-- Read them: the whole list where it takes fewer requests than to ask for each,
-- as far as the requests go that are left.
CREATE FUNCTION sync_read_meetings(live name, app text, wanted text[],
    allowed bigint)
RETURNS text[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    total bigint;
    columns text := 'app_id, meeting_id, title, status, created_at, updated_at';
    target text := 'INSERT INTO pg_temp.rtk_sessions (app_id, session_id, '
        'meeting_display_name, status, created_at, updated_at) ';
    size integer := rtk_analytics.sync_page_size(live, 'meetings', 100);
BEGIN
    IF cardinality(wanted) > 3 AND allowed > 2 THEN
        EXECUTE format('SELECT count(*) FROM %I.api_meetings WHERE app_id = $1',
            live) INTO total USING app;
        allowed := allowed - 1;
        IF ceil(total / size::float8) <= least(allowed, cardinality(wanted))
        THEN
            EXECUTE format(target || 'SELECT %s FROM %I.api_meetings '
                'WHERE app_id = $1', columns, live) USING app;
            RETURN wanted;
        END IF;
    END IF;
    wanted := wanted[1:least(allowed, 50)];
    EXECUTE format(target || 'SELECT %s FROM %I.api_meetings '
        'WHERE app_id = $1 AND meeting_id = ANY ($2)', columns, live)
        USING app, wanted;
    RETURN wanted;
END
$$;

COMMENT ON FUNCTION sync_read_meetings(name, text, text[], bigint) IS
    'internal: reads meetings of an app; those of which it is known now whether there are any';

-- Copy meetings that are missing; false if there are none.
CREATE FUNCTION sync_copy_meetings(copied name, live name, at timestamptz,
    allowed bigint)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    missing record;
    known text[];
BEGIN
    SELECT * INTO missing
    FROM rtk_analytics.sync_missing_meetings(copied, at);
    IF missing.app IS NULL THEN
        RETURN false;
    END IF;
    known := rtk_analytics.sync_read_meetings(live, missing.app,
        missing.meetings, allowed);
    PERFORM set_config('search_path', quote_ident(copied) || ', pg_temp', true);
    DELETE FROM meetings m USING pg_temp.rtk_sessions n
    WHERE m.app_id = n.app_id AND m.meeting_id = n.session_id;
    INSERT INTO meetings (app_id, meeting_id, title, status, created_at,
        updated_at)
    SELECT app_id, session_id, meeting_display_name, status, created_at,
        updated_at FROM pg_temp.rtk_sessions;
    known := ARRAY(SELECT unnest(known) UNION
        SELECT session_id FROM pg_temp.rtk_sessions);
    DELETE FROM sync_meetings WHERE app_id = missing.app
        AND meeting_id = ANY (known);
    INSERT INTO sync_meetings (app_id, meeting_id, read_at)
    SELECT missing.app, k.id, at FROM unnest(known) k(id);
    RETURN true;
END
$$;

COMMENT ON FUNCTION sync_copy_meetings(name, name, timestamptz, bigint) IS
    'internal: copies meetings of sessions that are missing; were there any?';
