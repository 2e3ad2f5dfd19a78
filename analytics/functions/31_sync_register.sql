
-- Write the sessions that were read: the rows that are new or changed, and how
-- far their copies are.  Times are of a run's step: since the API answered, a
-- session can only have got newer.
CREATE FUNCTION sync_register(copied name, seen timestamptz)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    started timestamptz;
    changed bigint;
BEGIN
    PERFORM set_config('search_path', quote_ident(copied) || ', pg_temp', true);
    UPDATE pg_temp.rtk_sessions
    SET started_at = coalesce(started_at, created_at),
        ended_at = CASE WHEN status = 'ENDED'
            THEN coalesce(ended_at, updated_at, created_at) END;
    DELETE FROM pg_temp.rtk_sessions
    WHERE started_at < (SELECT pruned_before FROM sync_state);
    DELETE FROM sessions s USING pg_temp.rtk_sessions n
    WHERE s.app_id = n.app_id AND s.session_id = n.session_id
      AND (s.associated_id, s.meeting_display_name, s.type, s.status,
           s.created_at, s.started_at, s.ended_at, s.updated_at,
           s.live_participants, s.max_concurrent_participants,
           s.minutes_consumed)
        IS DISTINCT FROM
          (n.associated_id, n.meeting_display_name, n.type, n.status,
           n.created_at, n.started_at, n.ended_at, n.updated_at,
           n.live_participants, n.max_concurrent_participants,
           n.minutes_consumed);
    FOR started IN
        SELECT DISTINCT date_trunc('day', started_at, 'UTC')
        FROM pg_temp.rtk_sessions
    LOOP
        PERFORM rtk_analytics.ensure_partitions(copied, started);
    END LOOP;
    INSERT INTO sessions (app_id, session_id, associated_id,
        meeting_display_name, type, status, created_at, started_at, ended_at,
        updated_at, live_participants, max_concurrent_participants,
        minutes_consumed)
    SELECT n.app_id, n.session_id, n.associated_id,
        n.meeting_display_name, n.type, n.status, n.created_at, n.started_at,
        n.ended_at, n.updated_at, n.live_participants,
        n.max_concurrent_participants, n.minutes_consumed
    FROM pg_temp.rtk_sessions n
    WHERE NOT EXISTS (SELECT FROM sessions s WHERE s.app_id = n.app_id
                      AND s.session_id = n.session_id);
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM rtk_analytics.sync_note(copied, seen);
    RETURN changed;
END
$$;

COMMENT ON FUNCTION sync_register(name, timestamptz) IS
    'internal: writes the sessions that a run has read; number of new and changed ones';

-- A copy is settled when it was made a day after the end, or when a day after
-- the end the session was as it was copied.  If it was not, the copy is made
-- again; so it is after a session that has gone on.
CREATE FUNCTION sync_note(copied name, seen timestamptz)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM set_config('search_path', quote_ident(copied) || ', pg_temp', true);
    UPDATE sync_sessions y
    SET created_at = n.created_at, ended_at = n.ended_at,
        updated_at = n.updated_at, seen_at = seen,
        settled = n.ended_at IS NOT NULL AND (y.settled
            OR y.copied_at IS NOT NULL
            AND seen >= n.ended_at + interval '24 hours'
            AND n.updated_at IS NOT DISTINCT FROM y.copied_updated_at),
        copied_at = CASE WHEN n.ended_at IS NOT NULL AND (y.settled
            OR n.updated_at IS NOT DISTINCT FROM y.copied_updated_at
            OR seen < n.ended_at + interval '24 hours')
            THEN y.copied_at END
    FROM pg_temp.rtk_sessions n
    WHERE y.app_id = n.app_id AND y.session_id = n.session_id
      AND NOT (y.settled AND y.updated_at IS NOT DISTINCT FROM n.updated_at);
    PERFORM rtk_analytics.sync_note_meetings(copied, seen);
    INSERT INTO sync_sessions (app_id, session_id, created_at, ended_at,
        updated_at, seen_at)
    SELECT n.app_id, n.session_id, n.created_at, n.ended_at, n.updated_at, seen
    FROM pg_temp.rtk_sessions n
    WHERE NOT EXISTS (SELECT FROM sync_sessions y WHERE y.app_id = n.app_id
                      AND y.session_id = n.session_id);
END
$$;

COMMENT ON FUNCTION sync_note(name, timestamptz) IS
    'internal: notes how far the copies of the sessions are that a run has read';

-- A meeting is to be asked for when a new session is the first one of it, or
-- the first one for a day.
CREATE FUNCTION sync_note_meetings(copied name, seen timestamptz)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM set_config('search_path', quote_ident(copied) || ', pg_temp', true);
    UPDATE sync_meetings m SET read_at = '-infinity'
    FROM pg_temp.rtk_sessions n
    WHERE m.app_id = n.app_id AND m.meeting_id = n.associated_id
      AND m.read_at < seen - interval '1 day'
      AND NOT EXISTS (SELECT FROM sync_sessions y WHERE y.app_id = n.app_id
                      AND y.session_id = n.session_id);
    INSERT INTO sync_meetings (app_id, meeting_id, read_at)
    SELECT DISTINCT n.app_id, n.associated_id, '-infinity'::timestamptz
    FROM pg_temp.rtk_sessions n
    WHERE n.associated_id <> ''
      AND NOT EXISTS (SELECT FROM sync_meetings m WHERE m.app_id = n.app_id
                      AND m.meeting_id = n.associated_id);
END
$$;

COMMENT ON FUNCTION sync_note_meetings(name, timestamptz) IS
    'internal: notes which meetings of the sessions that a run has read are to be asked for';

-- The columns of a session, to read it live.
CREATE FUNCTION sync_session_columns()
RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT 'app_id, session_id, associated_id, meeting_display_name, type, '
        'status, created_at, started_at, ended_at, updated_at, '
        'live_participants, max_concurrent_participants, minutes_consumed'
$$;

COMMENT ON FUNCTION sync_session_columns() IS
    'internal: columns of a session that are copied';
