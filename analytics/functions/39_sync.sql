
-- Raise the error that ended a run.
CREATE FUNCTION sync_raise(copied name, run_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    run record;
BEGIN
    EXECUTE format('SELECT * FROM %I.sync_runs WHERE run_id = $1', copied)
        INTO run USING run_id;
    RAISE EXCEPTION USING ERRCODE = run.sqlstate, MESSAGE = run.message,
        DETAIL = format('Run %s of the copy in schema %I ends with it.',
            run_id, copied),
        HINT = coalesce(run.hint, '');
END
$$;

COMMENT ON FUNCTION sync_raise(name, bigint) IS
    'internal: raises the error that ended a run';

-- What can be told before anything is sent.
CREATE FUNCTION sync_check(since interval, max_requests integer,
    max_seconds integer)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF since < interval '0' OR max_requests < 1 OR max_seconds < 1
          OR since IS NULL OR max_requests IS NULL OR max_seconds IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
            MESSAGE = 'since, max_requests and max_seconds must be positive';
    END IF;
END
$$;

COMMENT ON FUNCTION sync_check(interval, integer, integer) IS
    'internal: raises an error if sync cannot run with these arguments';

-- A procedure that commits can have no search_path of its own, so it is set in
-- each transaction anew, and what is executed before that uses no operator and
-- has its schema named.  Between two transactions the lock is free: forget() and
-- the like may have their turn, and another run that begins just then takes
-- over.  A step has to see what they did, so it does not have a snapshot from
-- before it waited for the lock.  The first COMMIT is an error where sync cannot
-- commit: in a transaction block or a function.
CREATE PROCEDURE sync(
    server text DEFAULT NULL,
    since interval DEFAULT '7 days',
    max_requests integer DEFAULT 800,
    max_seconds integer DEFAULT 240,
    details boolean DEFAULT true,
    schema text DEFAULT NULL
)
LANGUAGE plpgsql
AS $$
DECLARE
    copied pg_catalog.name;
    live pg_catalog.name;
    run pg_catalog.int8;
    state pg_catalog.text;
    running pg_catalog.bool;
BEGIN
    COMMIT;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
    PERFORM rtk_analytics.sync_check(since, max_requests, max_seconds);
    SELECT c.copied, c.live INTO copied, live
    FROM rtk_analytics.own_copy_of(server, schema) c;
    run := rtk_analytics.sync_begin(copied, since, max_requests, max_seconds,
        details);
    PERFORM rtk_analytics.sync_scratch();
    running := run IS NOT NULL;
    COMMIT;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    WHILE running LOOP
        PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp',
            true);
        PERFORM rtk_analytics.sync_lock(copied, wait := true);
        state := rtk_analytics.sync_step(copied, live, run);
        running := state = 'running';
        COMMIT;
        SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    END LOOP;
    PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
    IF state = 'failed' THEN
        PERFORM rtk_analytics.sync_raise(copied, run);
    ELSIF state = 'interrupted' THEN
        RAISE NOTICE 'another run of the copy in schema "%" has taken over',
            copied;
    END IF;
END
$$;

COMMENT ON PROCEDURE sync(text, interval, integer, integer, boolean, text) IS
    'copies what is new, session by session, within its bounds';
