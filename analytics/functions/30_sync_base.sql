
-- How the functions of a run name things: they set search_path, which their
-- own setting of it puts back when they return, to the schema of the copy, and
-- name its tables alone.  What is read live is EXECUTEd, into a temporary table.

-- One run of a copy at a time: the lock is that of its table of state.  Who
-- waits for it has to see afterwards what was done meanwhile, or forget() would
-- leave what a run has just copied.
CREATE FUNCTION sync_lock(copied name, wait boolean DEFAULT false)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    state oid := to_regclass(format('%I.sync_state', copied));
BEGIN
    IF current_setting('transaction_isolation')
       NOT IN ('read committed', 'read uncommitted') THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_transaction_state',
            MESSAGE = 'rtk_analytics needs the isolation level READ COMMITTED';
    END IF;
    IF wait THEN
        PERFORM pg_advisory_xact_lock('pg_class'::regclass::oid::integer,
            state::bigint::bit(32)::integer);
        RETURN true;
    END IF;
    RETURN pg_try_advisory_xact_lock('pg_class'::regclass::oid::integer,
        state::bigint::bit(32)::integer);
END
$$;

COMMENT ON FUNCTION sync_lock(name, boolean) IS
    'internal: takes the lock of a copy until the end of the transaction; was it free?';

-- An option of the foreign table of a resource, or else of its server.
CREATE FUNCTION sync_option(live name, relation name, option text)
RETURNS text
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(
        (SELECT option_value FROM pg_options_to_table(t.ftoptions)
         WHERE option_name = option),
        (SELECT option_value FROM pg_options_to_table(s.srvoptions)
         WHERE option_name = option))
    FROM pg_foreign_table t
    JOIN pg_foreign_server s ON s.oid = t.ftserver
    WHERE t.ftrelid = to_regclass(format('%I.%I', live, 'api_' || relation))
$$;

COMMENT ON FUNCTION sync_option(name, name, text) IS
    'internal: value of an option of a foreign table of a copy, NULL if it is not set';

-- The size of a page: one request.
CREATE FUNCTION sync_page_size(live name, relation name, usual integer)
RETURNS integer
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT least(usual, rtk_analytics.sync_option(live, relation,
        'per_page')::integer)
$$;

COMMENT ON FUNCTION sync_page_size(name, name, integer) IS
    'internal: rows that one request for a list gives';

-- What was read and is not written yet.  Tables of these names that are there
-- already are older than the run, and may be otherwise.
CREATE FUNCTION sync_scratch()
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning
AS $$
BEGIN
    DROP TABLE IF EXISTS pg_temp.rtk_sessions, pg_temp.rtk_participants,
        pg_temp.rtk_details;
    CREATE TEMPORARY TABLE rtk_sessions (
        app_id text, session_id text, associated_id text,
        meeting_display_name text, type text, status text,
        created_at timestamptz, started_at timestamptz, ended_at timestamptz,
        updated_at timestamptz, live_participants integer,
        max_concurrent_participants integer, minutes_consumed float8
    ) ON COMMIT DELETE ROWS;
    CREATE TEMPORARY TABLE rtk_participants (
        participant_id text, user_id text, custom_participant_id text,
        display_name text, preset_name text, joined_at timestamptz,
        left_at timestamptz, duration float8, created_at timestamptz,
        updated_at timestamptz, peer_events jsonb
    ) ON COMMIT DELETE ROWS;
    CREATE TEMPORARY TABLE rtk_details (
        participant_id text, callstats jsonb
    ) ON COMMIT DELETE ROWS;
END
$$;

COMMENT ON FUNCTION sync_scratch() IS
    'internal: makes the temporary tables that hold what a step of a run has read';

-- Counted by rtk_fdw, for this backend alone.
CREATE FUNCTION sync_requests()
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    requests bigint;
BEGIN
    EXECUTE format('SELECT %I.rtk_requests()', rtk_analytics.fdw_schema())
        INTO requests;
    RETURN requests;
END
$$;

COMMENT ON FUNCTION sync_requests() IS
    'internal: requests that this backend has sent';
