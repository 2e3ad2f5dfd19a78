-- What the drivers find: live foreign tables, views of them, the tables of
-- rtk_analytics, live and copied, and a role that may read all.
\set ON_ERROR_STOP on
\set QUIET on
\getenv mock_port RTK_MOCK_PORT
\getenv password PGPASSWORD
\set host 127.0.0.1: :mock_port
\set base_url http:// :host /client/v4
ALTER DATABASE postgres SET rtk_fdw.allowed_hosts = :'host';
SET rtk_fdw.allowed_hosts = :'host';
CREATE EXTENSION rtk_fdw;
CREATE SERVER realtime FOREIGN DATA WRAPPER rtk_fdw
    OPTIONS (base_url :'base_url', account_id 'acc-demo', app_id 'app-1',
             rate_limit '0', max_retries '0');
CREATE USER MAPPING FOR PUBLIC SERVER realtime
    OPTIONS (api_token 'test-token');
CREATE SCHEMA realtime_kit;
IMPORT FOREIGN SCHEMA realtime_kit FROM SERVER realtime INTO realtime_kit;
SELECT rtk_comment_on('realtime_kit') > 0 AS commented;
CREATE SCHEMA reports;
SELECT rtk_create_views('realtime_kit', 'reports') > 0 AS created;
-- One request is too few for its rows.
CREATE SCHEMA bounded;
IMPORT FOREIGN SCHEMA realtime_kit LIMIT TO (sessions_participants)
    FROM SERVER realtime INTO bounded;
ALTER FOREIGN TABLE bounded.sessions_participants
    OPTIONS (ADD max_requests '1');
CREATE ROLE bi LOGIN PASSWORD :'password';
GRANT USAGE ON SCHEMA realtime_kit, reports, bounded TO bi;
GRANT SELECT ON ALL TABLES IN SCHEMA realtime_kit, reports, bounded TO bi;

CREATE EXTENSION rtk_analytics;
SELECT rtk_analytics.setup('realtime');
CALL rtk_analytics.sync('realtime', since := '100 years');
SELECT rtk_analytics.grant_reader('bi', live => true);
