-- Options with values that a generator makes of good ones: each is taken, or
-- refused with HV00D or HV024 and without showing a secret; and what is taken
-- is read again when a query is planned.
-- Not a fuzz target, because values are read by PostgreSQL's own functions
-- (parse_int, parse_bool), which only a backend has.
\i test/regress.sql
\set ECHO none
\set ON_ERROR_STOP on
\pset format unaligned
\pset tuples_only on
\getenv runs RTK_OPTION_RUNS
SELECT setseed(0.25) \g /dev/null

CREATE OR REPLACE FUNCTION ok(passed boolean, what text) RETURNS text
    LANGUAGE sql AS $$
    SELECT CASE WHEN passed THEN 'ok' ELSE 'not ok' END || ' - ' || what $$;

-- One of them.
CREATE OR REPLACE FUNCTION pick(choices text[]) RETURNS text LANGUAGE sql
    VOLATILE AS $$
    SELECT choices[1 + floor(random() * cardinality(choices))::int] $$;

-- The validator's own words name what may be set at a catalog.
CREATE OR REPLACE FUNCTION option_names(catalog regclass) RETURNS text[]
    LANGUAGE plpgsql AS $$
DECLARE
    hint text;
BEGIN
    PERFORM rtk_fdw_validator('{zzzzzzzzzzzzzzzz=1}', catalog);
EXCEPTION WHEN fdw_invalid_option_name THEN
    GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
    RETURN string_to_array(trim(trailing '.' from
        split_part(hint, ': ', 2)), ', ');
END $$;

-- A good value of some option, with up to four pieces put in, or left out.
CREATE OR REPLACE FUNCTION value() RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    value text := pick(regexp_split_to_array('https://api.cloudflare.com/v4
        http://127.0.0.1:8080/v4/ http://localhost http://[::1]:1
        socks5h://proxy:1080 1 1000 5s 500ms 16MB 1d 0 -1 2147483647
        9223372036854775808 0x10 1e3 .5 true off skip error null strip safe
        trust auto peer_report /etc/ssl/ca.pem RTK_TOKEN a.b|c {a} sessions
        sessions_participants token-1 acc', '\s+'));
    at int;
BEGIN
    FOR i IN 1 .. floor(random() * 5) LOOP
        at := floor(random() * (length(value) + 1));
        value := left(value, at) || pick(ARRAY['', ' ', '@', '?', '#', '/',
            '//', ':', '://', '\', '%', '%00', '[', ']', '.', ',', '|', '=',
            '0', '9', '99999', '-', e'\n', e'\r', e'\t', e'\x7f', 'ä', '€',
            '😀', 'user:pw@', 'http', 'HTTPS://', repeat('x', 600), '{', '}',
            '"', '''', 'localhost', 'ms', 'TB', 'e9']) ||
            substr(value, at + 1 + floor(random() * 3)::int);
    END LOOP;
    RETURN value;
END $$;

-- May a base_url be taken?  An own reading of what the manual says.
CREATE OR REPLACE FUNCTION is_base_url(value text) RETURNS boolean
    LANGUAGE sql AS $$ SELECT value ~*
        '^https://([a-z0-9._-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?(/[!-~]*)?$'
    OR value ~*
        '^http://(127\.0\.0\.1|localhost|\[::1\])(:[0-9]{1,5})?(/[!-~]*)?$'
$$;

-- Set it, plan with it, and undo both: NULL, or the SQLSTATE.
CREATE OR REPLACE FUNCTION plan_with(name text, value text) RETURNS text
    LANGUAGE plpgsql AS $$
DECLARE
    verb text := 'ADD';
BEGIN
    IF EXISTS (SELECT FROM pg_foreign_server, unnest(srvoptions) o
               WHERE srvname = 'realtime' AND o LIKE name || '=%') THEN
        verb := 'SET';
    END IF;
    EXECUTE format('ALTER SERVER realtime OPTIONS (%s %I %L)', verb, name,
                   value);
    EXECUTE 'EXPLAIN SELECT participant_id FROM sessions_participants';
    RAISE division_by_zero;
EXCEPTION
    WHEN division_by_zero THEN RETURN NULL;
    WHEN OTHERS THEN RETURN SQLSTATE || ' ' || SQLERRM;
END $$;

CREATE OR REPLACE FUNCTION try(catalog regclass, name text, value text,
    OUT taken boolean, OUT complaint text) LANGUAGE plpgsql AS $$
DECLARE
    message text;
    detail text;
    hint text;
BEGIN
    PERFORM rtk_fdw_validator(ARRAY[name || '=' || value], catalog);
    taken := true;
    IF name = 'base_url' AND (NOT is_base_url(value) OR value ~ '[?#]') OR
       name = 'api_token' AND (value !~ '^[!-~]+$' OR length(value) > 4096) THEN
        complaint := 'taken';
    ELSIF catalog = 'pg_foreign_server'::regclass THEN
        complaint := plan_with(name, value);
    END IF;
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS message = MESSAGE_TEXT,
        detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
    taken := false;
    IF SQLSTATE NOT IN ('HV00D', 'HV024') THEN
        complaint := SQLSTATE || ' ' || message;
    ELSIF name IN ('api_token', 'base_url', 'proxy') AND length(value) > 20
        AND position(value IN message || detail || hint) > 0 THEN
        complaint := 'shown: ' || message || detail || hint;
    END IF;
END $$;

CREATE OR REPLACE FUNCTION options(catalog regclass, runs int)
    RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    names text[] := option_names(catalog);
    name text;
    value text;
    got record;
    taken int := 0;
    wrong int := 0;
BEGIN
    FOR i IN 1 .. runs LOOP
        name := pick(names);
        value := value();
        got := try(catalog, name, value);
        taken := taken + got.taken::int;
        IF got.complaint IS NOT NULL THEN
            wrong := wrong + 1;
            RETURN NEXT format('# %s=%s: %s', name, value, got.complaint);
        END IF;
    END LOOP;
    RETURN NEXT ok(wrong = 0 AND taken > 0 AND taken < runs,
        format('%s options of %s, %s taken', runs, catalog, taken));
END $$;

SELECT options(c, :runs) FROM unnest(ARRAY['pg_foreign_server',
    'pg_user_mapping', 'pg_foreign_table', 'pg_attribute']::regclass[]) c;
