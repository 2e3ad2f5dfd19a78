
-- Sessions that the run has to see again: those that are live, the older the
-- less often; copies that are a day old and of which it is not known whether
-- they are settled; and those that somebody asked for.
CREATE FUNCTION sync_due(copied name, at timestamptz)
RETURNS TABLE (app_id text, session_id text, created_at timestamptz)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
    PERFORM set_config('search_path', quote_ident(copied) || ', pg_temp', true);
    RETURN QUERY
    SELECT y.app_id, y.session_id, y.created_at
    FROM (
        SELECT * FROM sync_sessions
        WHERE copied_at IS NULL AND NOT settled
          AND CASE WHEN seen_at = '-infinity' THEN true
              WHEN ended_at IS NULL THEN seen_at + (at - created_at) / 48 <= at
              ELSE false END
        UNION ALL
        SELECT * FROM sync_sessions
        WHERE copied_at IS NOT NULL AND NOT settled
          AND ended_at <= at - interval '24 hours'
          AND seen_at < ended_at + interval '24 hours'
    ) y
    JOIN sync_apps a ON a.app_id = y.app_id
        AND coalesce(a.next_attempt_at, at) <= at
    WHERE y.seen_at < at AND coalesce(y.next_attempt_at, at) <= at;
END
$$;

COMMENT ON FUNCTION sync_due(name, timestamptz) IS
    'internal: sessions that a run has to see again';

-- Where most of them are to be seen at once: a page of the list that shows at
-- least two, else the newest one's app.  All sessions that are newer than one
-- that is due are known, so the number of those is its place in the list.
CREATE FUNCTION sync_due_page(copied name, at timestamptz, size integer,
    OUT app text, OUT page bigint, OUT sessions text[])
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM set_config('search_path', quote_ident(copied) || ', pg_temp', true);
    WITH due AS MATERIALIZED (
        SELECT * FROM rtk_analytics.sync_due(copied, at)
    ), known AS (
        SELECT y.app_id, y.session_id, (row_number() OVER (
            PARTITION BY y.app_id ORDER BY y.created_at DESC) - 1) / size AS page
        FROM sync_sessions y
        JOIN (SELECT d.app_id, min(d.created_at) AS oldest FROM due d
              WHERE d.created_at > '-infinity' GROUP BY d.app_id) o
            ON o.app_id = y.app_id AND y.created_at >= o.oldest
    ), pages AS (
        SELECT d.app_id, k.page, array_agg(d.session_id) AS sessions
        FROM due d LEFT JOIN known k USING (app_id, session_id)
        GROUP BY d.app_id, k.page
    )
    SELECT p.app_id, CASE WHEN cardinality(p.sessions) > 1 THEN p.page END,
           p.sessions[1:50]
    INTO app, page, sessions
    FROM pages p
    ORDER BY cardinality(p.sessions) DESC, p.page, p.app_id LIMIT 1;
END
$$;

COMMENT ON FUNCTION sync_due_page(name, timestamptz, integer) IS
    'internal: page of the list, or keys, by which a run sees most of what it has to see again';

-- Sessions that the API does not know any more will not change.
CREATE FUNCTION sync_gone(copied name, app text, missing text[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM set_config('search_path', quote_ident(copied) || ', pg_temp', true);
    DELETE FROM sync_sessions WHERE app_id = app AND session_id = ANY (missing)
        AND created_at = '-infinity';
    UPDATE sync_sessions SET settled = true, details_pending = NULL,
        message = 'the API does not know the session any more'
    WHERE app_id = app AND session_id = ANY (missing);
END
$$;

COMMENT ON FUNCTION sync_gone(name, text, text[]) IS
    'internal: notes sessions that the API does not know any more';

-- See them again: a page, or some by their keys.  What a page should have
-- shown and did not, because the list has moved, is asked for by its key next.
CREATE FUNCTION sync_look(copied name, live name, at timestamptz,
    allowed bigint)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    size integer := rtk_analytics.sync_page_size(live, 'sessions', 100);
    seen timestamptz := clock_timestamp();
    due record;
    missing text[];
BEGIN
    SELECT * INTO due FROM rtk_analytics.sync_due_page(copied, at, size);
    IF due.app IS NULL THEN
        RETURN false;
    ELSIF due.page IS NOT NULL THEN
        PERFORM rtk_analytics.sync_read_page(live, due.app, due.page * size,
            size);
        allowed := allowed - 1;
    END IF;
    SELECT array_agg(d.id) INTO missing
    FROM (SELECT s.id FROM unnest(due.sessions) s(id)
          EXCEPT SELECT session_id FROM pg_temp.rtk_sessions
          LIMIT allowed) d;
    IF missing IS NOT NULL THEN
        EXECUTE format('INSERT INTO pg_temp.rtk_sessions SELECT %s '
            'FROM %I.api_sessions WHERE app_id = $1 AND session_id = ANY ($2)',
            rtk_analytics.sync_session_columns(), live)
            USING due.app, missing;
        PERFORM rtk_analytics.sync_gone(copied, due.app, ARRAY(
            SELECT unnest(missing)
            EXCEPT SELECT session_id FROM pg_temp.rtk_sessions));
    END IF;
    PERFORM rtk_analytics.sync_register(copied, seen);
    RETURN true;
END
$$;

COMMENT ON FUNCTION sync_look(name, name, timestamptz, bigint) IS
    'internal: sees again some of the sessions that a run has to see again';
