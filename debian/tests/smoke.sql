-- The first version, its update, the tables, a row.
\getenv mock_port RTK_MOCK_PORT
\set host 127.0.0.1: :mock_port
\set base_url http:// :host /client/v4
CREATE EXTENSION rtk_fdw VERSION '0.1';
ALTER EXTENSION rtk_fdw UPDATE;
DO $$
BEGIN
    ASSERT (SELECT installed_version = default_version
            FROM pg_available_extensions WHERE name = 'rtk_fdw'),
        'the update scripts do not lead to the default version';
END
$$;
SELECT rtk_fdw_version();
SET rtk_fdw.allowed_hosts = :'host';
CREATE SERVER realtime FOREIGN DATA WRAPPER rtk_fdw
    OPTIONS (base_url :'base_url', account_id 'acc-demo');
CREATE USER MAPPING FOR CURRENT_USER SERVER realtime
    OPTIONS (api_token 'test-token');
CREATE SCHEMA realtime_kit;
IMPORT FOREIGN SCHEMA realtime_kit FROM SERVER realtime INTO realtime_kit;
SELECT app_id, name FROM realtime_kit.apps;
DO $$
BEGIN
    ASSERT (SELECT count(*) > 0 FROM realtime_kit.apps), 'no row came';
END
$$;
CREATE EXTENSION rtk_analytics;
SELECT rtk_analytics.setup('realtime');
CALL rtk_analytics.sync('realtime', since := '100 years', max_requests := 20);
DO $$
BEGIN
    ASSERT (SELECT count(*) > 0 FROM analytics.sessions), 'nothing was copied';
END
$$;
