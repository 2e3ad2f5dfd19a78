
-- Copy a session anew with the next run, or one that no run has come across,
-- as of a webhook or of long ago.  Without its app, each one is asked.
CREATE FUNCTION resync(
    session_id text,
    app_id text DEFAULT NULL,
    server text DEFAULT NULL,
    schema text DEFAULT NULL
)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    copied name;
    known bigint;
    new bigint;
BEGIN
    SELECT c.copied INTO copied FROM rtk_analytics.own_copy_of(server, schema) c;
    PERFORM rtk_analytics.sync_lock(copied, wait := true);
    EXECUTE format('UPDATE %I.sync_sessions SET settled = false, '
        'copied_at = NULL, seen_at = ''-infinity'', attempts = 0, '
        'next_attempt_at = NULL, sqlstate = NULL, message = NULL '
        'WHERE session_id = $1 AND app_id = coalesce($2, app_id)', copied)
        USING session_id, app_id;
    GET DIAGNOSTICS known = ROW_COUNT;
    EXECUTE format('INSERT INTO %1$I.sync_sessions (app_id, session_id, '
        'created_at, seen_at) SELECT a.app_id, $1, ''-infinity'', '
        '''-infinity'' FROM %1$I.sync_apps a '
        'WHERE a.app_id = coalesce($2, a.app_id) AND NOT EXISTS '
        '(SELECT FROM %1$I.sync_sessions y WHERE y.session_id = $1 '
        'AND y.app_id = coalesce($2, y.app_id))', copied)
        USING session_id, app_id;
    GET DIAGNOSTICS new = ROW_COUNT;
    IF known + new = 0 THEN
        RAISE EXCEPTION USING ERRCODE = 'no_data_found',
            MESSAGE = 'the copy knows no app that could have the session',
            HINT = 'Apps are copied by rtk_analytics.sync().';
    END IF;
END
$$;

COMMENT ON FUNCTION resync(text, text, text, text) IS
    'lets the next run copy a session anew';

-- Delete the rows of participants from all tables that have any.
CREATE FUNCTION delete_participants(copied name, person text)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    relation name;
    deleted bigint;
BEGIN
    FOREACH relation IN ARRAY ARRAY['peer_events', 'participant_stats',
        'quality_series', 'participant_pii']
    LOOP
        EXECUTE format('DELETE FROM %1$I.%2$I x USING %1$I.participants p '
            'WHERE x.app_id = p.app_id AND x.session_id = p.session_id '
            'AND x.participant_id = p.participant_id '
            'AND x.session_started_at = p.session_started_at '
            'AND $1 IN (p.user_id, p.custom_participant_id)', copied, relation)
            USING person;
    END LOOP;
    EXECUTE format('DELETE FROM %I.participants '
        'WHERE user_id = $1 OR custom_participant_id = $1', copied)
        USING person;
    GET DIAGNOSTICS deleted = ROW_COUNT;
    RETURN deleted;
END
$$;

COMMENT ON FUNCTION delete_participants(name, text) IS
    'internal: deletes all rows of a person from a copy; in how many sessions there were any';

-- What is kept of the person is a digest of the id, so that later runs leave
-- the person out.
CREATE FUNCTION forget(
    person text,
    server text DEFAULT NULL,
    schema text DEFAULT NULL
)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    copied name;
BEGIN
    IF coalesce(person, '') = '' THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
            MESSAGE = 'the id of the person to forget is missing';
    END IF;
    SELECT c.copied INTO copied FROM rtk_analytics.own_copy_of(server, schema) c;
    PERFORM rtk_analytics.sync_lock(copied, wait := true);
    EXECUTE format('INSERT INTO %1$I.forgotten (digest, forgotten_at) '
        'SELECT d.digest, now() FROM rtk_analytics.digest($1) d(digest) '
        'WHERE NOT EXISTS (SELECT FROM %1$I.forgotten f WHERE f.digest = d.digest)', copied)
        USING person;
    RETURN rtk_analytics.delete_participants(copied, person);
END
$$;

COMMENT ON FUNCTION forget(text, text, text) IS
    'deletes a person, by user_id or custom_participant_id, for good; from how many sessions';
