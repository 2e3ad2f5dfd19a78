
-- Read call statistics of participants: where they are known to be in the peer
-- report only, there at once, since to ask for the participant first would be
-- one request more for each.
CREATE FUNCTION sync_read_details(live name, source text, app text,
    session text, ids text[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF source = 'peer_report' THEN
        EXECUTE format('INSERT INTO pg_temp.rtk_details '
            'SELECT peer_id, (SELECT jsonb_object_agg(name, value) '
            'FROM (VALUES (''peer_stats'', peer_stats), '
            '(''quality_stats'', quality_stats), '
            '(''peer_report'', peer_report)) m(name, value) '
            'WHERE value IS NOT NULL) FROM %I.api_sessions_peer_report '
            'WHERE app_id = $1 AND peer_id = ANY ($2)', live) USING app, ids;
    ELSE
        EXECUTE format('INSERT INTO pg_temp.rtk_details '
            'SELECT participant_id, callstats FROM %I.api_sessions_participants '
            'WHERE app_id = $1 AND session_id = $2 '
            'AND participant_id = ANY ($3)', live) USING app, session, ids;
    END IF;
END
$$;

COMMENT ON FUNCTION sync_read_details(name, text, text, text, text[]) IS
    'internal: reads call statistics of participants of a session';

-- Write them, and a row without for those of whom there are none.
CREATE FUNCTION sync_write_details(copied name, app text, session text,
    started timestamptz, ids text[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    statistics record;
BEGIN
    PERFORM set_config('search_path', quote_ident(copied) || ', pg_temp', true);
    FOR statistics IN
        SELECT * FROM rtk_analytics.sync_statistics(copied)
    LOOP
        EXECUTE format('DELETE FROM %I WHERE app_id = $1 AND session_id = $2 '
            'AND participant_id = ANY ($3)', statistics.name)
            USING app, session, ids;
        EXECUTE format('INSERT INTO %1$I (app_id, session_id, participant_id, '
            'session_started_at, %2$s) SELECT $1, $2, i.id, $3, %2$s '
            'FROM unnest($4) i(id) '
            'LEFT JOIN (SELECT participant_id, callstats AS read '
            'FROM pg_temp.rtk_details) d ON d.participant_id = i.id '
            'CROSS JOIN LATERAL rtk_analytics.%1$I(d.read) s', statistics.name,
            statistics.columns) USING app, session, started, ids;
    END LOOP;
END
$$;

COMMENT ON FUNCTION sync_write_details(name, text, text, timestamptz, text[]) IS
    'internal: writes call statistics that were read';

-- Where statistics are is learned from the first participant that has some:
-- those that came with a peer report after a request for the participant.
CREATE FUNCTION sync_learn_details(copied name, requests bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM set_config('search_path', quote_ident(copied) || ', pg_temp', true);
    UPDATE sync_state
    SET details_from = CASE WHEN requests > 1 AND d.callstats ? 'peer_report'
        THEN 'peer_report' ELSE 'participant' END
    FROM pg_temp.rtk_details d
    WHERE details_from IS NULL AND d.callstats IS NOT NULL;
END
$$;

COMMENT ON FUNCTION sync_learn_details(name, bigint) IS
    'internal: notes which method has call statistics';

-- Copy the statistics of some participants of a session; number of these.
CREATE FUNCTION sync_copy_details(copied name, live name, app text,
    session text, allowed bigint)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    sent bigint := rtk_analytics.sync_requests();
    source text;
    pending text[];
    ids text[];
    started timestamptz;
BEGIN
    PERFORM set_config('search_path', quote_ident(copied) || ', pg_temp', true);
    SELECT details_from INTO source FROM sync_state;
    SELECT array_agg(p.participant_id ORDER BY p.joined_at, p.participant_id),
           min(p.session_started_at)
    INTO pending, started
    FROM participants p
    JOIN sync_sessions y ON y.app_id = p.app_id AND y.session_id = p.session_id
        AND (y.details_pending = '{}'
             OR p.participant_id = ANY (y.details_pending))
    WHERE p.app_id = app AND p.session_id = session;
    ids := pending[1:CASE WHEN source IS NULL THEN 1
                     ELSE least(allowed, 16) END];
    IF ids IS NOT NULL THEN
        PERFORM rtk_analytics.sync_read_details(live, source, app, session,
            ids);
        PERFORM rtk_analytics.sync_write_details(copied, app, session, started,
            ids);
        PERFORM rtk_analytics.sync_learn_details(copied,
            rtk_analytics.sync_requests() - sent);
    END IF;
    UPDATE sync_sessions
    SET details_pending = nullif(pending[cardinality(ids) + 1:], '{}'),
        attempts = 0, next_attempt_at = NULL, sqlstate = NULL, message = NULL
    WHERE app_id = app AND session_id = session;
    RETURN coalesce(cardinality(ids), 0);
END
$$;

COMMENT ON FUNCTION sync_copy_details(name, name, text, text, bigint) IS
    'internal: copies call statistics of some participants of a session; their number';
