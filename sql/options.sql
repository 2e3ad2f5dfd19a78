-- Options of servers, user mappings, foreign tables and columns: what the
-- validator takes, what it refuses, and what it says then.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS rtk_fdw;
RESET client_min_messages;

-- Nothing is required, and the wrapper itself has no options.
CREATE SERVER options_empty FOREIGN DATA WRAPPER rtk_fdw;
CREATE USER MAPPING FOR CURRENT_USER SERVER options_empty;
CREATE FOREIGN TABLE options_none (id text) SERVER options_empty;
ALTER FOREIGN DATA WRAPPER rtk_fdw OPTIONS (ADD base_url 'https://x');

-- Every option with a value that is right.
CREATE SERVER options FOREIGN DATA WRAPPER rtk_fdw OPTIONS (
    base_url 'https://api.cloudflare.com/client/v4/',
    account_id 'a', app_id 'b', per_page '200', max_concurrency '64',
    connect_timeout '500ms', request_timeout '1min', max_retries '0',
    retry_budget '1d', rate_limit '0', max_requests '0',
    analyze_max_requests '0', max_response_size '512MB',
    cache_ttl '1h', cache_size '64MB');
ALTER SERVER options OPTIONS (SET max_response_size '32MB',
    ADD enumerate 'off', ADD on_missing 'error', ADD on_bad_value 'null',
    ADD on_nul 'strip', ADD time_margin '2h', ADD count_pushdown 'false',
    ADD sort_pushdown 'trust', ADD callstats_from 'peer_report',
    ADD ca_file '/etc/ssl/certs/ca-certificates.crt',
    ADD proxy 'http://proxy.example:3128');
CREATE USER MAPPING FOR CURRENT_USER SERVER options
    OPTIONS (api_token 'abcDEF-123_.~+/=');
ALTER USER MAPPING FOR CURRENT_USER SERVER options
    OPTIONS (DROP api_token, ADD api_token_file '/run/secrets/rtk');
ALTER USER MAPPING FOR CURRENT_USER SERVER options
    OPTIONS (DROP api_token_file, ADD api_token_env 'RTK_TOKEN');
CREATE FOREIGN TABLE options_table (
    id text OPTIONS (path 'a.b'),
    other text OPTIONS (path 'custom_participant_id|client_specific_id')
) SERVER options OPTIONS (
    resource 'sessions', rows '1000', account_id 'a', app_id 'b',
    per_page '1', max_requests '10', analyze_max_requests '5',
    enumerate 'true', on_missing 'skip', on_bad_value 'error', on_nul 'error',
    time_margin '0', cache_ttl '7d',
    count_pushdown 'on', sort_pushdown 'off', callstats_from 'participant',
    async_capable 'true');

-- Unknown options: the nearest name, else the names that are valid there.
ALTER SERVER options OPTIONS (ADD base_uri 'https://x');
\echo :LAST_ERROR_SQLSTATE
ALTER SERVER options OPTIONS (ADD max_request '1');
ALTER SERVER options OPTIONS (ADD timeout '1');
ALTER SERVER options OPTIONS (ADD entirely_unknown '1');

ALTER USER MAPPING FOR CURRENT_USER SERVER options OPTIONS (ADD api_tokn 'x');
ALTER USER MAPPING FOR CURRENT_USER SERVER options OPTIONS (ADD password 'x');
ALTER FOREIGN TABLE options_table OPTIONS (ADD row '1');
ALTER FOREIGN TABLE options_table OPTIONS (ADD schema_name 'x');
ALTER FOREIGN TABLE options_table ALTER id OPTIONS (ADD column_name 'x');

-- Known options in the wrong place: where they belong.
ALTER SERVER options OPTIONS (ADD api_token 'x');
\echo :LAST_ERROR_SQLSTATE
ALTER SERVER options OPTIONS (ADD resource 'sessions');
ALTER SERVER options OPTIONS (ADD path 'a');
ALTER FOREIGN TABLE options_table OPTIONS (ADD base_url 'https://x');
ALTER USER MAPPING FOR CURRENT_USER SERVER options OPTIONS (ADD app_id 'x');

-- Numbers, durations and sizes.
ALTER SERVER options OPTIONS (SET per_page '0');
\echo :LAST_ERROR_SQLSTATE
ALTER SERVER options OPTIONS (SET per_page '1001');
ALTER SERVER options OPTIONS (SET per_page 'many');
ALTER SERVER options OPTIONS (SET per_page '');
ALTER SERVER options OPTIONS (SET max_concurrency '65');
ALTER SERVER options OPTIONS (SET max_concurrency '99999999999');
ALTER SERVER options OPTIONS (SET connect_timeout '0');
ALTER SERVER options OPTIONS (SET connect_timeout '5 parsecs');
ALTER SERVER options OPTIONS (SET request_timeout '2h');
ALTER SERVER options OPTIONS (SET max_retries '-1');
ALTER SERVER options OPTIONS (SET retry_budget '2d');
ALTER SERVER options OPTIONS (SET rate_limit '-1');
ALTER SERVER options OPTIONS (SET max_requests '-1');
ALTER SERVER options OPTIONS (SET max_response_size '1kB');
ALTER SERVER options OPTIONS (SET max_response_size '1023');
ALTER SERVER options OPTIONS (SET max_response_size '1s');
ALTER SERVER options OPTIONS (SET max_response_size '1GB');
ALTER SERVER options OPTIONS (SET cache_ttl '8d');
ALTER SERVER options OPTIONS (SET time_margin '-1');
ALTER SERVER options OPTIONS (SET time_margin '400d');
ALTER FOREIGN TABLE options_table OPTIONS (SET rows '0');
ALTER FOREIGN TABLE options_table OPTIONS (SET rows 'x');

-- Words.
ALTER SERVER options OPTIONS (SET enumerate 'maybe');
ALTER SERVER options OPTIONS (SET count_pushdown '2');
ALTER SERVER options OPTIONS (SET on_missing 'ignore');
ALTER SERVER options OPTIONS (SET on_bad_value 'skip');
ALTER SERVER options OPTIONS (SET on_nul '');
ALTER SERVER options OPTIONS (SET sort_pushdown 'on');
ALTER SERVER options OPTIONS (SET callstats_from 'report');
ALTER SERVER options OPTIONS (SET on_missing 'SKIP');

-- Texts.
ALTER SERVER options OPTIONS (SET account_id '');
ALTER SERVER options OPTIONS (SET app_id '');
ALTER SERVER options OPTIONS (SET app_id '..');
DO $$
BEGIN
    EXECUTE format('ALTER SERVER options OPTIONS (SET app_id %L)',
                   repeat('x', 512));
    EXECUTE format('ALTER SERVER options OPTIONS (SET app_id %L)',
                   repeat('x', 513));
EXCEPTION WHEN fdw_invalid_attribute_value THEN
    RAISE NOTICE '% for % characters', sqlstate,
        length(substring(sqlerrm FROM 'x{10,}'));
END
$$;
ALTER FOREIGN TABLE options_table OPTIONS (SET resource 'session');
ALTER FOREIGN TABLE options_table OPTIONS (SET resource 'weather_forecast');
ALTER FOREIGN TABLE options_table ALTER id OPTIONS (SET path '');
ALTER FOREIGN TABLE options_table ALTER id OPTIONS (SET path '.a');
ALTER FOREIGN TABLE options_table ALTER id OPTIONS (SET path 'a..b');
ALTER FOREIGN TABLE options_table ALTER id OPTIONS (SET path 'a.');
ALTER SERVER options OPTIONS (SET ca_file 'ca.pem');
ALTER SERVER options OPTIONS (SET ca_file '');

-- C2: base_url: https, or http to this very host; nothing else in it.
ALTER SERVER options OPTIONS (SET base_url 'http://127.0.0.1:8080/v4');
ALTER SERVER options OPTIONS (SET base_url 'http://localhost');
ALTER SERVER options OPTIONS (SET base_url 'HTTP://[::1]:8080/');
ALTER SERVER options OPTIONS (SET base_url 'https://api.example:8443/a/b');
ALTER SERVER options OPTIONS (SET base_url 'http://api.cloudflare.com');
ALTER SERVER options OPTIONS (SET base_url 'http://127.0.0.1.example/');
ALTER SERVER options OPTIONS (SET base_url 'http://localhost:80@x.example/');
ALTER SERVER options OPTIONS (SET base_url 'https://u:secret@x.example/');
ALTER SERVER options OPTIONS (SET base_url 'https://x.example/?a=secret');
ALTER SERVER options OPTIONS (SET base_url 'https://x.example/#a');
ALTER SERVER options OPTIONS (SET base_url 'https:///client/v4');
ALTER SERVER options OPTIONS (SET base_url 'https://:443/');
ALTER SERVER options OPTIONS (SET base_url 'https://x.example:0/');
ALTER SERVER options OPTIONS (SET base_url 'https://x.example:65536/');
ALTER SERVER options OPTIONS (SET base_url 'https://x.example:44a/');
ALTER SERVER options OPTIONS (SET base_url 'https://[::1/');
ALTER SERVER options OPTIONS (SET base_url 'https://x.example\@y.example/');
ALTER SERVER options OPTIONS (SET base_url 'https://x.example/a b');
ALTER SERVER options OPTIONS (SET base_url 'ftp://x.example/');
ALTER SERVER options OPTIONS (SET base_url 'file:///etc/passwd');
ALTER SERVER options OPTIONS (SET base_url 'api.cloudflare.com');
ALTER SERVER options OPTIONS (SET base_url '');
ALTER SERVER options OPTIONS (SET proxy 'socks5h://proxy.example:1080');
ALTER SERVER options OPTIONS (SET proxy 'http://u:secret@proxy.example');
ALTER SERVER options OPTIONS (SET proxy 'proxy.example:3128');
ALTER SERVER options OPTIONS (SET proxy '');

-- Tokens are refused before they could split a header, and never shown.
ALTER USER MAPPING FOR CURRENT_USER SERVER options OPTIONS (DROP api_token_env);
ALTER USER MAPPING FOR CURRENT_USER SERVER options OPTIONS (ADD api_token '');
\echo :LAST_ERROR_SQLSTATE
ALTER USER MAPPING FOR CURRENT_USER SERVER options
    OPTIONS (ADD api_token 'secret secret');
ALTER USER MAPPING FOR CURRENT_USER SERVER options
    OPTIONS (ADD api_token E'secret\r\nX-Evil: 1');
ALTER USER MAPPING FOR CURRENT_USER SERVER options
    OPTIONS (ADD api_token U&'secret\00e9');
ALTER USER MAPPING FOR CURRENT_USER SERVER options
    OPTIONS (ADD api_token E'secret\x7f');
ALTER USER MAPPING FOR CURRENT_USER SERVER options
    OPTIONS (ADD api_token_file 'secrets/rtk');
ALTER USER MAPPING FOR CURRENT_USER SERVER options
    OPTIONS (ADD api_token_env '');
ALTER USER MAPPING FOR CURRENT_USER SERVER options
    OPTIONS (ADD api_token_env 'A=B');
ALTER USER MAPPING FOR CURRENT_USER SERVER options
    OPTIONS (ADD api_token 'x', ADD api_token_env 'RTK_TOKEN');

-- Who may set what.
CREATE ROLE regress_rtk_options;
GRANT USAGE ON FOREIGN DATA WRAPPER rtk_fdw TO regress_rtk_options;
SET ROLE regress_rtk_options;
CREATE SERVER options_user FOREIGN DATA WRAPPER rtk_fdw
    OPTIONS (account_id 'a');
CREATE USER MAPPING FOR CURRENT_USER SERVER options_user
    OPTIONS (api_token 'x');
ALTER SERVER options_user OPTIONS (ADD ca_file '/etc/ssl/ca.pem');
\echo :LAST_ERROR_SQLSTATE
ALTER SERVER options_user OPTIONS (ADD proxy 'http://proxy.example');
ALTER USER MAPPING FOR CURRENT_USER SERVER options_user
    OPTIONS (DROP api_token, ADD api_token_file '/etc/passwd');
ALTER USER MAPPING FOR CURRENT_USER SERVER options_user
    OPTIONS (DROP api_token, ADD api_token_env 'HOME');
SET rtk_fdw.allowed_hosts = 'evil.example';
RESET ROLE;
GRANT pg_read_server_files TO regress_rtk_options;
SET ROLE regress_rtk_options;
ALTER SERVER options_user OPTIONS (ADD ca_file '/etc/ssl/ca.pem');
ALTER SERVER options_user OPTIONS (ADD proxy 'http://proxy.example');
RESET ROLE;

-- rtk_fdw.allowed_hosts
SHOW rtk_fdw.allowed_hosts;
SET rtk_fdw.allowed_hosts = 'api.cloudflare.com, [::1]:8080,localhost';
SET rtk_fdw.allowed_hosts = '';
SET rtk_fdw.allowed_hosts = 'a,,b';
SET rtk_fdw.allowed_hosts = 'a b';
SET rtk_fdw.allowed_hosts = 'a,';
SET rtk_fdw.allowed_hosts = '*.example';
SET rtk_fdw.allowed_hosts = 'a:0';
SET rtk_fdw.allowed_hosts = 'https://a';
SET rtk_fdw.unknown = '';
RESET rtk_fdw.allowed_hosts;

-- What was kept is what was accepted last.
SELECT srvoptions FROM pg_foreign_server WHERE srvname = 'options_user';
SELECT umoptions FROM pg_user_mappings WHERE srvname = 'options_user';

SET client_min_messages = warning;
DROP SERVER options_empty, options, options_user CASCADE;
REVOKE USAGE ON FOREIGN DATA WRAPPER rtk_fdw FROM regress_rtk_options;
DROP ROLE regress_rtk_options;
