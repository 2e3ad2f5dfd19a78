-- Statements whose memory runs out at their first allocation, their second, and
-- so on until they get along with what there is: they fail for want of memory
-- or give the right rows, the session goes on, and nothing is left behind.
-- Run by memory.sh, which preloads memory.c.
\i test/regress.sql
\set ECHO none
\set VERBOSITY terse
\set ON_ERROR_STOP on
\pset format unaligned
\pset tuples_only on
\getenv library RTK_MEMORY_LIBRARY
CREATE OR REPLACE FUNCTION memory_arm(text, int) RETURNS void
    LANGUAGE c AS :'library';
CREATE OR REPLACE FUNCTION memory_disarm() RETURNS int
    LANGUAGE c AS :'library';
CREATE OR REPLACE FUNCTION memory_live() RETURNS int
    LANGUAGE c AS :'library';

CREATE OR REPLACE FUNCTION descriptors() RETURNS bigint LANGUAGE sql AS
    $$ SELECT count(*) FROM pg_ls_dir('/proc/self/fd') $$;

-- The next scan opens connections of its own, and drops the old ones.
CREATE OR REPLACE FUNCTION disconnect() RETURNS void LANGUAGE sql AS
    $$ ALTER SERVER realtime OPTIONS (SET rate_limit '0') $$;

-- One TAP line.
CREATE OR REPLACE FUNCTION ok(passed boolean, what text) RETURNS text
    LANGUAGE sql AS $$
    SELECT CASE WHEN passed THEN 'ok' ELSE 'not ok' END || ' - ' || what $$;

-- One run: the rows as text, or the SQLSTATE; and how many allocations.
CREATE OR REPLACE FUNCTION run(library text, n int, statement text,
    OUT rows text, OUT state text, OUT calls int) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM disconnect();
    PERFORM memory_arm(library, n);
    EXECUTE format('SELECT string_agg(q::text, '';'') FROM (%s) q', statement)
        INTO rows;
    calls := memory_disarm();
EXCEPTION WHEN OTHERS THEN
    calls := memory_disarm();
    state := SQLSTATE;
END $$;

CREATE OR REPLACE FUNCTION torture(name text, library text, states text[],
    statement text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    expected record;
    got record;
    live int;
    opened bigint;
    n int := 0;
    failed int := 0;
    wrong int := 0;
BEGIN
    expected := run(library, 0, statement);
    RETURN NEXT ok(expected.rows <> '' AND expected.state IS NULL,
        format('%s: %s allocations of %s', name, expected.calls, library));
    live := memory_live();
    opened := descriptors();
    LOOP
        n := n + 1;
        got := run(library, n, statement);
        EXIT WHEN got.calls < n;
        failed := failed + (got.state IS NOT NULL)::int;
        IF got.state <> ALL (states)
           OR got.state IS NULL AND got.rows IS DISTINCT FROM expected.rows THEN
            wrong := wrong + 1;
            RETURN NEXT format('# at %s: %s %s', n, got.state, got.rows);
        END IF;
    END LOOP;
    RETURN NEXT ok(wrong = 0 AND failed > 0,
        format('%s: right rows or one of %s, which it was %s times', name,
               states, failed));
    got := run(library, 0, statement);
    RETURN NEXT ok(got.rows = expected.rows, name || ': the session goes on');
    RETURN NEXT ok(memory_live() <= live, format(
        '%s: no block is left (%s, before %s)', name, memory_live(), live));
    -- PostgreSQL itself opens some.
    RETURN NEXT ok(descriptors() < opened + failed / 2, format(
        '%s: no descriptor is left (%s, before %s)', name, descriptors(),
        opened));
END $$;

-- Fails at once what would be asked for again: this is not about retries.
ALTER SERVER realtime OPTIONS (ADD max_retries '0');

CREATE TEMP TABLE statements (name text, statement text);
INSERT INTO statements VALUES
    ('keyed', $$ SELECT participant_id, display_name, joined_at, data
        FROM sessions_participants
        WHERE app_id = 'app-1' AND session_id = 'sess-1' $$),
    ('enumerated', $$ SELECT app_id, session_id, count(*)
        FROM sessions_participants GROUP BY 1, 2 ORDER BY 1, 2 $$),
    ('details', $$ SELECT participant_id, callstats, device_info
        FROM sessions_participants
        WHERE app_id = 'app-1' AND session_id = 'sess-1' $$),
    ('paged', $$ SELECT count(*), sum(hashtext(session_id)::bigint)
        FROM sessions $$),
    ('joined', $$ SELECT s.session_id, p.participant_id
        FROM sessions s LEFT JOIN sessions_participants p
        USING (app_id, session_id) WHERE app_id = 'app-1' ORDER BY 1, 2 $$),
    ('repeated', $$ SELECT k, (SELECT count(*) FROM sessions_participants p
            WHERE p.session_id = k)
        FROM unnest(ARRAY['sess-1', 'sess-2', 'sess-1']) k $$);

SELECT torture(name, 'rtk_fdw.so', '{HV001,53200}', statement)
    FROM statements;
-- libcurl says of some that it could not connect or that a transfer failed.
SELECT torture(name, 'libcurl', '{HV001,53200,HV00N,HV00M}', statement)
    FROM statements WHERE name IN ('keyed', 'details');
