
-- Begin a run: its number, or NULL if there is to be none now.
CREATE FUNCTION sync_begin(copied name, since interval, max_requests integer,
    max_seconds integer, details boolean)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    at timestamptz := clock_timestamp();
    until timestamptz;
    state text := 'running';
    run bigint;
BEGIN
    EXECUTE format('SELECT paused_until FROM %I.sync_state', copied)
        INTO until;
    IF NOT rtk_analytics.sync_lock(copied) THEN
        state := 'skipped';
        RAISE NOTICE 'the copy in schema "%" is being synchronized already',
            copied;
    ELSIF until > at THEN
        state := 'paused';
        RAISE NOTICE 'the API allows requests again after %', until;
    END IF;
    EXECUTE format('INSERT INTO %I.sync_runs (started_at, ended_at, state, '
        'since, max_requests, max_seconds, with_details) '
        'SELECT $1, CASE $2 WHEN ''running'' THEN NULL ELSE $1 END, $2, $3, '
        '$4, $5, $6 RETURNING run_id', copied)
        INTO run
        USING at, state, since, max_requests, max_seconds, details;
    IF state <> 'running' THEN
        RETURN NULL;
    END IF;
    EXECUTE format('UPDATE %I.sync_runs SET state = ''interrupted'', '
        'ended_at = $2 WHERE state = ''running'' AND run_id < $1', copied)
        USING run, at;
    EXECUTE format('UPDATE %I.sync_state SET paused_until = NULL '
        'WHERE paused_until IS NOT NULL', copied);
    EXECUTE format('SELECT %I.rtk_cache_clear()', rtk_analytics.fdw_schema());
    PERFORM rtk_analytics.sync_open_gaps(copied, run);
    RETURN run;
END
$$;

COMMENT ON FUNCTION sync_begin(name, interval, integer, integer, boolean) IS
    'internal: begins a run of a copy; its number, or NULL if another one is under way or the API allows no request';

-- When to come back after SQLSTATE 53400: the hint of rtk_fdw says so.
CREATE FUNCTION sync_pause(hint text)
RETURNS timestamptz
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    clock text := substring(hint FROM 'after ([0-9]{2}:[0-9]{2}:[0-9]{2}) ');
    here timestamp := clock_timestamp();
    until timestamp := here::date + clock::time;
BEGIN
    IF until IS NULL THEN
        RETURN clock_timestamp() + interval '1 minute';
    ELSIF until < here - interval '1 hour' THEN
        until := until + interval '1 day';
    END IF;
    RETURN until;
END
$$;

COMMENT ON FUNCTION sync_pause(text) IS
    'internal: when the API allows requests again, from the hint of the error';

-- What an error is to a run.  What hangs on one session or on the lists of one
-- app is tried again later, and the run goes on; all else ends it.
CREATE FUNCTION sync_scope(kind text, code text)
RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE
        WHEN code = '53400' THEN 'paused'
        WHEN code IN ('HV00R', 'HV00J', 'HV001') THEN 'failed'
        WHEN left(code, 2) NOT IN ('HV', '21', '22', '23', '54', 'P0')
            THEN 'failed'
        WHEN kind IN ('copy', 'details') THEN 'session'
        WHEN kind IN ('page', 'look', 'meetings') AND code <> '54000' THEN 'app'
        ELSE 'failed' END
$$;

COMMENT ON FUNCTION sync_scope(text, text) IS
    'internal: what an error in a step of a run concerns: session, app, or the run, which is paused or failed';

-- Note an error; the state of the run.  Three in a row that speak of the API
-- or of bounds rather than of a session end it.
CREATE FUNCTION sync_failed(copied name, run bigint, kind text, app text,
    session text, code text, text text, hint text)
RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    scope text := rtk_analytics.sync_scope(kind, code);
    failures integer;
BEGIN
    PERFORM set_config('search_path', quote_ident(copied) || ', pg_temp', true);
    UPDATE sync_runs r
    SET sqlstate = code, message = text, hint = sync_failed.hint,
        errors = r.errors + 1,
        errors_in_row = r.errors_in_row + 1
    WHERE r.run_id = run
    RETURNING r.errors_in_row INTO failures;
    IF scope = 'paused' THEN
        UPDATE sync_state
        SET paused_until = rtk_analytics.sync_pause(sync_failed.hint);
    ELSIF scope = 'session' THEN
        UPDATE sync_sessions y
        SET attempts = y.attempts + 1, sqlstate = code, message = text,
            next_attempt_at = clock_timestamp()
                + rtk_analytics.sync_back_off(y.attempts)
        WHERE y.app_id = app AND y.session_id = session;
    ELSIF scope = 'app' THEN
        UPDATE sync_apps a
        SET attempts = a.attempts + 1, sqlstate = code, message = text,
            next_attempt_at = clock_timestamp()
                + rtk_analytics.sync_back_off(a.attempts)
        WHERE a.app_id = app;
    END IF;
    RETURN CASE WHEN scope IN ('paused', 'failed') THEN scope
        WHEN failures >= 3 AND code IN ('HV00N', 'HV00M', '54000')
            THEN 'failed'
        ELSE 'running' END;
END
$$;

COMMENT ON FUNCTION sync_failed(name, bigint, text, text, text, text, text,
    text) IS
    'internal: notes an error of a step; state of the run';

CREATE FUNCTION sync_back_off(attempts integer)
RETURNS interval
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT least(interval '5 minutes' * 2 ^ least(attempts, 9),
                 interval '1 day')
$$;

COMMENT ON FUNCTION sync_back_off(integer) IS
    'internal: how long not to try again after so many failures before';

-- One step of a run, whatever becomes of it; the state of the run, which is
-- interrupted if another run has begun.
CREATE FUNCTION sync_step(copied name, live name, run_id bigint)
RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    sent bigint := rtk_analytics.sync_requests();
    run record;
    next record;
    state text;
    code text;
    message text;
    hint text;
BEGIN
    EXECUTE format('SELECT * FROM %I.sync_runs WHERE run_id = $1', copied)
        INTO run USING run_id;
    IF run.state IS DISTINCT FROM 'running' THEN
        RETURN 'interrupted';
    END IF;
    next := rtk_analytics.sync_next(copied, run_id);
    IF next.kind IS NULL THEN
        state := 'complete';
    ELSIF run.requests >= run.max_requests THEN
        state := 'budget';
    ELSIF clock_timestamp() - run.started_at
          >= run.max_seconds * interval '1 second' THEN
        state := 'time';
    ELSE
        BEGIN
            state := rtk_analytics.sync_do(copied, live, run_id,
                run.started_at, next.kind, next.app, next.session, next.low,
                run.max_requests - run.requests);
            EXECUTE format('UPDATE %I.sync_runs SET errors_in_row = 0 '
                'WHERE run_id = $1 AND errors_in_row > 0', copied)
                USING run_id;
        EXCEPTION WHEN OTHERS THEN
            GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE,
                message = MESSAGE_TEXT, hint = PG_EXCEPTION_HINT;
            state := rtk_analytics.sync_failed(copied, run_id, next.kind,
                next.app, next.session, code, message, hint);
        END;
    END IF;
    EXECUTE format('UPDATE %I.sync_runs SET requests = requests + $2, '
        'state = $3, ended_at = CASE WHEN $3 <> ''running'' '
        'THEN clock_timestamp() END WHERE run_id = $1', copied)
        USING run_id, rtk_analytics.sync_requests() - sent, state;
    RETURN state;
END
$$;

COMMENT ON FUNCTION sync_step(name, name, bigint) IS
    'internal: does one step of a run; state of the run';
