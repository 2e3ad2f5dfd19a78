\set ECHO none
-- What the tests in sql/ begin with: a server for the mock API, its tables in
-- schema realtime_kit, the function plan_lines(), and the macros :seen, which
-- prints the requests that the API saw since it was last used, and :forget,
-- which does not print them.
\set QUIET on
\getenv mock_port RTK_MOCK_PORT
\set host 127.0.0.1: :mock_port
\set base_url http:// :host /client/v4
\set seen '\\echo `test/seen.sh`'
\set forget '\\set ignored `test/seen.sh`'
SET client_min_messages = error;
CREATE EXTENSION IF NOT EXISTS rtk_fdw;
DROP SERVER IF EXISTS realtime CASCADE;
DROP SCHEMA IF EXISTS realtime_kit CASCADE;
RESET client_min_messages;
SET rtk_fdw.allowed_hosts = :'host';
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
CREATE SERVER realtime FOREIGN DATA WRAPPER rtk_fdw
    OPTIONS (base_url :'base_url', account_id 'acc-demo', rate_limit '0');
CREATE USER MAPPING FOR CURRENT_USER SERVER realtime
    OPTIONS (api_token 'test-token');
CREATE SCHEMA realtime_kit;
IMPORT FOREIGN SCHEMA realtime_kit FROM SERVER realtime INTO realtime_kit;
SET search_path = realtime_kit, public;
-- What matches the pattern, of each line of EXPLAIN that does.
CREATE OR REPLACE FUNCTION public.plan_lines(query text, pattern text,
    options text DEFAULT 'COSTS OFF') RETURNS SETOF text
LANGUAGE plpgsql AS $$
DECLARE
    line text;
BEGIN
    FOR line IN EXECUTE format('EXPLAIN (%s) %s', options, query) LOOP
        line := substring(line FROM pattern);
        CONTINUE WHEN line IS NULL;
        RETURN NEXT line;
    END LOOP;
END $$;
\pset null '-'
\set ECHO all
