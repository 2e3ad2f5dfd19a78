-- The foreign server of the demonstration.  The environment says where the API
-- is and whose account it is; the token stays there, and is read at each use.
\set QUIET on
\set ON_ERROR_STOP on
\getenv base_url RTK_BASE_URL
\getenv allowed_host RTK_ALLOWED_HOST
\getenv account_id RTK_ACCOUNT_ID
\getenv app_id RTK_APP_ID

CREATE EXTENSION rtk_fdw;
CREATE SERVER realtime FOREIGN DATA WRAPPER rtk_fdw
    OPTIONS (account_id :'account_id');
\if :{?app_id}
ALTER SERVER realtime OPTIONS (ADD app_id :'app_id');
\endif
\if :{?base_url}
ALTER DATABASE :DBNAME SET rtk_fdw.allowed_hosts = :'allowed_host';
ALTER SERVER realtime OPTIONS (ADD base_url :'base_url', ADD rate_limit '0');
\endif
CREATE USER MAPPING FOR CURRENT_USER SERVER realtime
    OPTIONS (api_token_env 'RTK_API_TOKEN');
CREATE SCHEMA realtime_kit;
IMPORT FOREIGN SCHEMA realtime_kit FROM SERVER realtime INTO realtime_kit;
ALTER DATABASE cloudflare SET search_path = realtime_kit, public;
