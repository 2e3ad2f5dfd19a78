-- What helps when something does not work: rtk_ping(), rtk_diag(),
-- rtk_library(), rtk_options().
\i test/regress.sql
\pset format unaligned
\pset tuples_only on
\set SHOW_CONTEXT never
SET client_min_messages = error;
DROP ROLE IF EXISTS rtk_user, rtk_stranger;
RESET client_min_messages;
CREATE ROLE rtk_user;
CREATE ROLE rtk_stranger;

-- One request for the apps, or for one session of the app that an option names.
CREATE FUNCTION pg_temp.ping(server name DEFAULT 'realtime') RETURNS SETOF text
LANGUAGE sql AS $$
    SELECT concat_ws(' | ', ok, coalesce(status::text, '-'),
                     regexp_replace(message, '\d+ s$', 'N s'), account_id,
                     coalesce(app_found::text, '-'), latency_ms > 0)
    FROM rtk_ping(server)
$$;
SELECT pg_temp.ping();
:seen
SELECT ratelimit_remaining FROM rtk_ping('realtime');
\! test/ctl.sh config ratelimit=99999999999,10 >/dev/null
SELECT ratelimit_remaining FROM rtk_ping('realtime');
\! test/ctl.sh config ratelimit=42,10 >/dev/null
SELECT ratelimit_remaining FROM rtk_ping('realtime');
ALTER SERVER realtime OPTIONS (ADD app_id 'app-1');
:forget
SELECT pg_temp.ping();
:seen
ALTER SERVER realtime OPTIONS (SET app_id 'nosuch');
SELECT pg_temp.ping();

-- What can be wrong is the answer, and no error; nothing is tried twice.
\! test/ctl.sh reset >/dev/null
ALTER SERVER realtime OPTIONS (DROP app_id);
SELECT pg_temp.ping();
ALTER SERVER realtime OPTIONS (SET account_id 'nobody');
SELECT pg_temp.ping();
ALTER SERVER realtime OPTIONS (SET account_id 'acc-demo');
ALTER USER MAPPING FOR CURRENT_USER SERVER realtime
    OPTIONS (SET api_token 'wrong-token');
SELECT pg_temp.ping();
ALTER USER MAPPING FOR CURRENT_USER SERVER realtime
    OPTIONS (SET api_token 'forbidden-token');
SELECT pg_temp.ping();
ALTER USER MAPPING FOR CURRENT_USER SERVER realtime
    OPTIONS (SET api_token 'test-token');
:forget
\! test/ctl.sh fault match= fault=status status=500 >/dev/null
SELECT pg_temp.ping();
:seen
\! test/ctl.sh reset >/dev/null
\! test/ctl.sh fault match= fault=html >/dev/null
SELECT pg_temp.ping();
\! test/ctl.sh reset >/dev/null
\! test/ctl.sh fault match= fault=raw body='{"success":true,"data":[]}' >/dev/null
SELECT pg_temp.ping();
\! test/ctl.sh reset >/dev/null
\! test/ctl.sh fault match= fault=elements field=name count=1000000 >/dev/null
SELECT pg_temp.ping();
\! test/ctl.sh reset >/dev/null
\! test/ctl.sh fault match= fault=status status=429 retry_after=30 >/dev/null
SELECT pg_temp.ping();
-- The silence that the reply asked for is kept: nothing is sent.
:forget
SELECT ok, status, message ~ '^the rate limit is reached\. Try again in \d+ s',
       latency_ms FROM rtk_ping('realtime');
:seen
\! test/ctl.sh reset >/dev/null
ALTER SERVER realtime OPTIONS (SET base_url 'http://127.0.0.1:1');
SET rtk_fdw.allowed_hosts = '127.0.0.1:1';
SELECT ok, status, message ~ '^the API cannot be reached: ', app_found
    FROM rtk_ping('realtime');

-- What nothing can be sent with is an error.
\set VERBOSITY terse
SET rtk_fdw.allowed_hosts = 'api.cloudflare.com';
SELECT rtk_ping('realtime');
\echo :LAST_ERROR_SQLSTATE
SET rtk_fdw.allowed_hosts = :'host';
ALTER SERVER realtime OPTIONS (SET base_url :'base_url');
SELECT rtk_ping('nosuch');
\echo :LAST_ERROR_SQLSTATE
CREATE FOREIGN DATA WRAPPER rtk_other;
CREATE SERVER rtk_other FOREIGN DATA WRAPPER rtk_other;
SELECT rtk_ping('rtk_other');
\echo :LAST_ERROR_SQLSTATE
ALTER SERVER realtime OPTIONS (DROP account_id);
SELECT rtk_ping('realtime');
\echo :LAST_ERROR_SQLSTATE
ALTER SERVER realtime OPTIONS (ADD account_id 'acc-demo');
SELECT rtk_ping(NULL) IS NULL;
:forget
SET ROLE rtk_user;
SELECT rtk_ping('realtime');
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;
GRANT USAGE ON FOREIGN SERVER realtime TO rtk_user;
SET ROLE rtk_user;
SELECT rtk_ping('realtime');
\echo :LAST_ERROR_SQLSTATE
CREATE USER MAPPING FOR CURRENT_USER SERVER realtime
    OPTIONS (api_token 'forbidden-token');
:seen
SELECT ok, message FROM rtk_ping('realtime');
RESET ROLE;

-- What runs, and the options in effect of servers that the caller may use.
SELECT name FROM rtk_library();
SELECT name, value ~ '^\d' FROM rtk_library()
    WHERE name IN ('rtk_fdw', 'postgresql', 'json-c', 'pools');
SELECT value ~ '^libcurl/\d.* (OpenSSL|GnuTLS)/' FROM rtk_library()
    WHERE name = 'libcurl';
SELECT name FROM rtk_library() WHERE name IN ('http2', 'preloaded')
    AND value NOT IN ('yes', 'no');
ALTER SERVER realtime OPTIONS (ADD per_page '50');
CREATE SERVER "Odd: Name" FOREIGN DATA WRAPPER rtk_fdw;
SELECT name, replace(value, current_user, 'me') FROM rtk_diag()
    WHERE name ~ ': (user mapping|per_page|max_retries|account_id|proxy)$';
SET ROLE rtk_user;
SELECT name, value FROM rtk_diag() WHERE name ~ ': user mapping$';
SET ROLE rtk_stranger;
SELECT name, value FROM rtk_diag() WHERE name ~ ':';
SELECT count(*) = (SELECT count(*) FROM rtk_library()) FROM rtk_diag();
RESET ROLE;
SELECT count(*) FROM rtk_diag() WHERE value ~ 'token';
SELECT value = :'host' FROM rtk_diag() WHERE name = 'allowed_hosts';
-- Pools come and go with their servers and mappings.
SELECT value::int > 0 FROM rtk_diag() WHERE name = 'pools';

-- The table of options.
SELECT * FROM rtk_options() WHERE option IN ('per_page', 'api_token',
    'ca_file', 'path', 'proxy');
SELECT count(*) - count(DISTINCT option) AS twice,
       count(*) FILTER (WHERE place IS NULL OR description IS NULL) AS empty
    FROM rtk_options();

\set ECHO none
SET client_min_messages = error;
DROP FOREIGN DATA WRAPPER rtk_other CASCADE;
DROP SERVER realtime, "Odd: Name" CASCADE;
DROP OWNED BY rtk_user, rtk_stranger;
DROP ROLE rtk_user, rtk_stranger;
