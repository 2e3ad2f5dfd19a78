
-- The ids of people whom forget() was called for are kept as digests.
CREATE FUNCTION digest(id text)
RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT encode(sha256(convert_to(id, 'UTF8')), 'hex')
$$;

COMMENT ON FUNCTION digest(text) IS
    'internal: SHA-256 of a text, in hexadecimal';

-- The tables of a copy that hold call statistics, each with the columns of the
-- function of its name.
CREATE FUNCTION sync_statistics(copied name)
RETURNS TABLE (name name, columns text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    pii boolean;
BEGIN
    EXECUTE format('SELECT pii FROM %I.sync_state', copied) INTO pii;
    RETURN QUERY
    SELECT p.proname, (SELECT string_agg(quote_ident(a.name), ', ')
                       FROM unnest(p.proargnames, p.proargmodes) a(name, mode)
                       WHERE a.mode = 't')
    FROM pg_proc p
    WHERE p.pronamespace = 'rtk_analytics'::regnamespace
      AND (p.proname IN ('participant_stats', 'quality_series')
           OR p.proname = 'participant_pii' AND pii);
END
$$;

COMMENT ON FUNCTION sync_statistics(name) IS
    'internal: tables of a copy that hold call statistics, and their columns';

-- Read the participants of a session, as many as the requests that are left can
-- give; their number, NULL if there may be more.
CREATE FUNCTION sync_read_participants(copied name, live name, app text,
    session text, allowed bigint)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    bound bigint := allowed * rtk_analytics.sync_page_size(live,
        'sessions_participants', 200);
    rows_read bigint;
BEGIN
    EXECUTE format('INSERT INTO pg_temp.rtk_participants '
        'SELECT participant_id, user_id, custom_participant_id, display_name, '
        'preset_name, joined_at, left_at, duration, created_at, updated_at, '
        'peer_events FROM %I.api_sessions_participants '
        'WHERE app_id = $1 AND session_id = $2 LIMIT $3', live)
        USING app, session, bound;
    GET DIAGNOSTICS rows_read = ROW_COUNT;
    EXECUTE format('DELETE FROM pg_temp.rtk_participants p '
        'WHERE EXISTS (SELECT FROM %I.forgotten f WHERE f.digest IN '
        '(rtk_analytics.digest(p.user_id), '
        'rtk_analytics.digest(p.custom_participant_id)))', copied);
    RETURN nullif(rows_read, bound);
END
$$;

COMMENT ON FUNCTION sync_read_participants(name, name, text, text, bigint) IS
    'internal: reads the participants of a session; their number, NULL if requests did not suffice';

-- Replace the participants of a session by those that were read.  Statistics
-- stay until they are read again, but for people who are not there any more.
CREATE FUNCTION sync_write_participants(copied name, app text, session text,
    started timestamptz)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    statistics name;
    written bigint;
BEGIN
    PERFORM rtk_analytics.ensure_partitions(copied, started);
    PERFORM set_config('search_path', quote_ident(copied) || ', pg_temp', true);
    DELETE FROM participants WHERE app_id = app AND session_id = session;
    DELETE FROM peer_events WHERE app_id = app AND session_id = session;
    INSERT INTO participants (app_id, session_id, participant_id,
        session_started_at, user_id, custom_participant_id, display_name,
        preset_name, joined_at, left_at, duration, created_at, updated_at)
    SELECT app, session, participant_id, started, user_id,
        custom_participant_id, display_name, preset_name, joined_at, left_at,
        duration, created_at, updated_at
    FROM pg_temp.rtk_participants;
    GET DIAGNOSTICS written = ROW_COUNT;
    INSERT INTO peer_events (app_id, session_id, participant_id,
        session_started_at, event_no, event_id, event_name, created_at,
        minutes_consumed)
    SELECT app, session, p.participant_id, started, e.event_no, e.event_id,
        e.event_name, e.created_at, e.minutes_consumed
    FROM pg_temp.rtk_participants p
    CROSS JOIN LATERAL rtk_analytics.peer_events(p.peer_events) e;
    FOR statistics IN
        SELECT s.name FROM rtk_analytics.sync_statistics(copied) s
    LOOP
        EXECUTE format('DELETE FROM %I s WHERE app_id = $1 '
            'AND session_id = $2 AND (session_started_at <> $3 OR NOT EXISTS '
            '(SELECT FROM pg_temp.rtk_participants p '
            'WHERE p.participant_id = s.participant_id))', statistics)
            USING app, session, started;
    END LOOP;
    RETURN written;
END
$$;

COMMENT ON FUNCTION sync_write_participants(name, text, text, timestamptz) IS
    'internal: replaces the participants of a session by those that were read';

-- A list without participants, or none at all (404), of a session that had some
-- is not believed at once, lest a whim of the API empties a copy.
CREATE FUNCTION sync_check_empty(copied name, app text, session text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM set_config('search_path', quote_ident(copied) || ', pg_temp', true);
    PERFORM FROM sessions s JOIN sync_sessions y USING (app_id, session_id)
    WHERE s.app_id = app AND s.session_id = session AND y.attempts < 3
      AND (s.max_concurrent_participants > 0 OR s.minutes_consumed > 0);
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'fdw_reply_handle',
            MESSAGE = format('the API has no participants of session %s, '
                'which had some', session),
            HINT = 'After three failures it is copied without.';
    END IF;
END
$$;

COMMENT ON FUNCTION sync_check_empty(name, text, text) IS
    'internal: raises an error if a session had participants, the first times';

-- Copy the participants of a session.  It is settled if a day has passed since
-- its end.
CREATE FUNCTION sync_copy(copied name, live name, app text, session text,
    allowed bigint)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    at timestamptz := clock_timestamp();
    rows_read bigint := rtk_analytics.sync_read_participants(copied, live, app,
        session, allowed);
    started timestamptz;
    written bigint;
BEGIN
    IF rows_read IS NULL THEN
        RETURN NULL;
    ELSIF rows_read = 0 THEN
        PERFORM rtk_analytics.sync_check_empty(copied, app, session);
    END IF;
    PERFORM set_config('search_path', quote_ident(copied) || ', pg_temp', true);
    SELECT started_at INTO STRICT started FROM sessions
    WHERE app_id = app AND session_id = session;
    written := rtk_analytics.sync_write_participants(copied, app, session,
        started);
    UPDATE sync_sessions
    SET copied_at = at, copied_updated_at = updated_at,
        settled = at >= ended_at + interval '24 hours',
        details_pending = CASE WHEN written > 0 THEN ARRAY[]::text[] END,
        attempts = 0, next_attempt_at = NULL, sqlstate = NULL, message = NULL
    WHERE app_id = app AND session_id = session;
    RETURN written;
END
$$;

COMMENT ON FUNCTION sync_copy(name, name, text, text, bigint) IS
    'internal: copies the participants of a session; their number, NULL if requests did not suffice';
