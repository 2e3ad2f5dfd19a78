
-- Drop the partitions that end before a time.
CREATE FUNCTION drop_partitions(copied name, before timestamptz)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    partition regclass;
BEGIN
    FOR partition IN
        SELECT q.partition
        FROM rtk_analytics.partitioned(copied) p
        CROSS JOIN LATERAL rtk_analytics.partitions(p.parent) q
        WHERE q.upper <= before
    LOOP
        EXECUTE format('DROP TABLE %s', partition);
    END LOOP;
END
$$;

COMMENT ON FUNCTION drop_partitions(name, timestamptz) IS
    'internal: drops the partitions of a copy that end before a time';

-- Delete what is left from before it.
CREATE FUNCTION delete_before(copied name, before timestamptz)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    relation name;
BEGIN
    PERFORM set_config('search_path', quote_ident(copied) || ', pg_temp', true);
    DELETE FROM sync_sessions y WHERE y.created_at < before
        AND NOT EXISTS (SELECT FROM sessions s WHERE s.app_id = y.app_id
                        AND s.session_id = y.session_id
                        AND s.started_at >= before);
    FOREACH relation IN ARRAY ARRAY['participants', 'peer_events',
        'participant_stats', 'quality_series', 'participant_pii']
    LOOP
        EXECUTE format('DELETE FROM %I WHERE session_started_at < $1', relation)
            USING before;
    END LOOP;
    DELETE FROM sessions WHERE started_at < before;
    DELETE FROM sync_runs WHERE started_at < before AND state <> 'running';
    DELETE FROM sync_gaps WHERE gap_to <= before;
    UPDATE sync_state SET pruned_before = greatest(pruned_before, before);
END
$$;

COMMENT ON FUNCTION delete_before(name, timestamptz) IS
    'internal: deletes sessions of a copy that started before a time, and what is below them';

CREATE FUNCTION prune(
    before timestamptz,
    server text DEFAULT NULL,
    schema text DEFAULT NULL
)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    copied name;
    pruned bigint;
BEGIN
    IF (before <= now()) IS NOT TRUE THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
            MESSAGE = 'what is pruned must lie in the past',
            DETAIL = 'Sessions that are yet to start would never be copied.';
    END IF;
    SELECT c.copied INTO copied FROM rtk_analytics.own_copy_of(server, schema) c;
    PERFORM rtk_analytics.sync_lock(copied, wait := true);
    EXECUTE format('SELECT count(*) FROM %I.sessions WHERE started_at < $1',
        copied) INTO pruned USING before;
    PERFORM rtk_analytics.drop_partitions(copied, before);
    PERFORM rtk_analytics.delete_before(copied, before);
    RETURN pruned;
END
$$;

COMMENT ON FUNCTION prune(timestamptz, text, text) IS
    'deletes sessions that started before a time, for good; their number';

CREATE FUNCTION prune(
    older_than interval,
    server text DEFAULT NULL,
    schema text DEFAULT NULL
)
RETURNS bigint
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT rtk_analytics.prune(now() - older_than, server, schema)
$$;

COMMENT ON FUNCTION prune(interval, text, text) IS
    'deletes sessions that started longer ago, for good; their number';
