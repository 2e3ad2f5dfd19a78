-- Whose token is used, and where it may go.
\i test/regress.sql
ALTER SERVER realtime OPTIONS (ADD app_id 'app-1');
\pset format unaligned
\pset tuples_only on
SET client_min_messages = error;
DROP ROLE IF EXISTS rtk_owner, rtk_reader, rtk_refused, rtk_nobody;
RESET client_min_messages;
CREATE ROLE rtk_owner;
CREATE ROLE rtk_reader;
CREATE ROLE rtk_refused;
CREATE ROLE rtk_nobody;
GRANT USAGE, CREATE ON SCHEMA realtime_kit TO PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA realtime_kit TO PUBLIC;
-- The mock knows two tokens: one is good, the other lacks the permission.
CREATE USER MAPPING FOR rtk_owner SERVER realtime
    OPTIONS (api_token 'test-token');
CREATE USER MAPPING FOR rtk_reader SERVER realtime
    OPTIONS (api_token 'forbidden-token');
CREATE USER MAPPING FOR rtk_refused SERVER realtime
    OPTIONS (api_token 'wrong-token');

-- The mapping is the role's own.
SET ROLE rtk_owner;
SELECT count(*) FROM sessions;
SET ROLE rtk_reader;
SELECT count(*) FROM sessions;
\echo :LAST_ERROR_SQLSTATE
SET ROLE rtk_refused;
SELECT count(*) FROM sessions;
\echo :LAST_ERROR_SQLSTATE
:forget
SET ROLE rtk_nobody;
SELECT count(*) FROM sessions;
\echo :LAST_ERROR_SQLSTATE
:seen

-- A server that is altered has its new options at once, also where a scan that
-- began with the old ones was the first to need connections afterwards.
RESET ROLE;
BEGIN;
DECLARE c CURSOR FOR SELECT session_id,
    (SELECT count(participant_id) FROM sessions_participants p
     WHERE p.session_id = s.session_id) FROM sessions s;
FETCH 1 FROM c;
ALTER SERVER realtime OPTIONS (ADD max_response_size '1kB');
FETCH 1 FROM c;
:forget
SELECT count(session_id) FROM sessions;
ROLLBACK;
:seen

-- Under a view it is that of the view's owner.
SET ROLE rtk_owner;
CREATE VIEW owned AS SELECT session_id FROM sessions WHERE status = 'LIVE';
CREATE VIEW invoked WITH (security_invoker) AS SELECT session_id FROM sessions
    WHERE status = 'LIVE';
CREATE FUNCTION as_owner() RETURNS SETOF text LANGUAGE sql SECURITY DEFINER
    SET search_path = realtime_kit, pg_temp
    AS 'SELECT session_id FROM sessions WHERE status = ''LIVE''';
CREATE MATERIALIZED VIEW kept AS SELECT count(*) FROM sessions;
GRANT SELECT ON owned, invoked, kept TO PUBLIC;
SET ROLE rtk_nobody;
\set VERBOSITY terse
SELECT * FROM owned;
SELECT * FROM invoked;
SELECT * FROM as_owner();
SELECT * FROM kept;
\set VERBOSITY sqlstate
REFRESH MATERIALIZED VIEW kept;
\set VERBOSITY terse
RESET ROLE;
ALTER MATERIALIZED VIEW kept OWNER TO rtk_reader;
REFRESH MATERIALIZED VIEW kept;
\echo :LAST_ERROR_SQLSTATE
ALTER MATERIALIZED VIEW kept OWNER TO rtk_owner;
REFRESH MATERIALIZED VIEW kept;
SELECT * FROM kept;
-- A prepared statement uses that of the role that executes it.
PREPARE live AS SELECT session_id FROM sessions WHERE status = 'LIVE';
EXECUTE live;
SET ROLE rtk_reader;
EXECUTE live;
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;
EXECUTE live;
:forget

-- PUBLIC's mapping is for those that have none.
CREATE USER MAPPING FOR PUBLIC SERVER realtime
    OPTIONS (api_token 'test-token');
SET ROLE rtk_nobody;
SELECT count(*) FROM sessions;
SET ROLE rtk_reader;
SELECT count(*) FROM sessions;
RESET ROLE;
-- A mapping that says nothing is no token.
ALTER USER MAPPING FOR rtk_reader SERVER realtime OPTIONS (DROP api_token);
SET ROLE rtk_reader;
:forget
\set VERBOSITY default
SELECT count(*) FROM sessions;
\echo :LAST_ERROR_SQLSTATE
:seen
RESET ROLE;
-- The hint names the mapping that there is.
ALTER USER MAPPING FOR PUBLIC SERVER realtime OPTIONS (DROP api_token);
SET ROLE rtk_nobody;
SELECT count(*) FROM sessions;
RESET ROLE;
-- And the option of a file or variable that is not there, but not its value.
ALTER USER MAPPING FOR PUBLIC SERVER realtime
    OPTIONS (ADD api_token_file '/nonexistent/token');
SET ROLE rtk_nobody;
SELECT count(*) FROM sessions;
RESET ROLE;
ALTER USER MAPPING FOR PUBLIC SERVER realtime
    OPTIONS (DROP api_token_file, ADD api_token_env 'RTK_NO_SUCH_TOKEN');
SET ROLE rtk_nobody;
SELECT count(*) FROM sessions;
RESET ROLE;
ALTER USER MAPPING FOR PUBLIC SERVER realtime OPTIONS (DROP api_token_env);
-- A changed token counts at once.
ALTER USER MAPPING FOR rtk_reader SERVER realtime
    OPTIONS (ADD api_token 'test-token');
SET ROLE rtk_reader;
SELECT count(*) FROM sessions;
RESET ROLE;
:forget

-- Hosts are checked at each scan, so that no ALTER SERVER carries a token
-- away; only a superuser says which are allowed.
\set VERBOSITY terse
SET rtk_fdw.allowed_hosts = 'api.cloudflare.com, example.com:8443';
SELECT count(*) FROM sessions;
\echo :LAST_ERROR_SQLSTATE
\set VERBOSITY default
ALTER SERVER realtime OPTIONS (SET base_url 'https://evil.example.net/v4');
SELECT count(*) FROM sessions;
ALTER SERVER realtime OPTIONS (SET base_url 'https://example.com/v4');
SELECT count(*) FROM sessions;
\echo :LAST_ERROR_SQLSTATE
\set VERBOSITY sqlstate
SET ROLE rtk_reader;
SET rtk_fdw.allowed_hosts = 'evil.example.net';
ALTER SERVER realtime OPTIONS (SET base_url 'https://evil.example.net');
RESET ROLE;
:seen

-- What catalogs show of a mapping to others: nothing.
SET ROLE rtk_nobody;
SELECT DISTINCT umoptions IS NULL FROM pg_user_mappings
    WHERE srvname = 'realtime';
RESET ROLE;
\set ECHO none
SET client_min_messages = error;
DROP SERVER realtime CASCADE;
DROP OWNED BY rtk_owner, rtk_reader, rtk_refused, rtk_nobody CASCADE;
DROP ROLE rtk_owner, rtk_reader, rtk_refused, rtk_nobody;
