-- The foreign servers of the benchmarks, without bounds on requests.
\set QUIET on
\set ON_ERROR_STOP on
SET client_min_messages = warning;
\getenv folder BENCH_PAGES
\getenv pages BENCH_NGINX_PORT
\getenv clear_gzip BENCH_CLEAR_GZIP_PORT
\getenv tls1 BENCH_TLS1_PLAIN_PORT
\getenv tls1_gzip BENCH_TLS1_GZIP_PORT
\getenv tls2 BENCH_TLS2_PLAIN_PORT
\getenv tls2_gzip BENCH_TLS2_GZIP_PORT
\getenv slow50 BENCH_SLOW50_PORT
\getenv slow100 BENCH_SLOW100_PORT
\getenv uneven BENCH_UNEVEN_PORT
\getenv quick BENCH_QUICK_PORT
\getenv mock RTK_MOCK_PORT
CREATE TABLE bench_server (name text, scheme text, port text, per_page int,
                           flying int);
INSERT INTO bench_server VALUES
    ('pages', 'http', :'pages', 100, 8),
    ('single', 'http', :'pages', 100, 1),
    ('lists', 'http', :'pages', 200, 8),
    ('ones', 'http', :'pages', 1, 8),
    ('as_json', 'http', :'pages', 100, 8),
    ('clear_gzip', 'http', :'clear_gzip', 100, 8),
    ('tls1', 'https', :'tls1', 100, 8),
    ('tls1_gzip', 'https', :'tls1_gzip', 100, 8),
    ('tls2', 'https', :'tls2', 100, 8),
    ('tls2_gzip', 'https', :'tls2_gzip', 100, 8),
    ('quick', 'http', :'quick', 200, 8),
    ('slow50', 'http', :'slow50', 100, 8),
    ('slow50_single', 'http', :'slow50', 100, 1),
    ('slow100', 'http', :'slow100', 100, 8),
    ('slow100_single', 'http', :'slow100', 100, 1),
    ('uneven', 'http', :'uneven', 100, 8),
    ('uneven_single', 'http', :'uneven', 100, 1);
SELECT string_agg(DISTINCT '127.0.0.1:' || port, ', ') AS hosts
FROM (SELECT port FROM bench_server UNION SELECT :'mock') AS ports \gset
ALTER DATABASE :DBNAME SET rtk_fdw.allowed_hosts = :'hosts';
\connect
CREATE EXTENSION rtk_fdw;
SELECT format('CREATE SERVER %1$s FOREIGN DATA WRAPPER rtk_fdw OPTIONS
    (base_url %2$L, account_id %3$L, app_id %4$L, per_page %5$L,
     max_requests %6$L, rate_limit %6$L, max_concurrency %7$L)',
    name, scheme || '://127.0.0.1:' || port, 'bench', 'app', per_page, '0',
    flying),
    CASE scheme WHEN 'https' THEN format('ALTER SERVER %s
    OPTIONS (ca_file %L)', name, :'folder' || '/ca.pem') END,
    format('CREATE USER MAPPING FOR CURRENT_USER SERVER %s
    OPTIONS (api_token %L)', name, 'bench-token'),
    format('CREATE SCHEMA %s', name),
    format('IMPORT FOREIGN SCHEMA realtime_kit FROM SERVER %1$s INTO %1$s',
    name)
FROM bench_server \gexec
ALTER FOREIGN TABLE as_json.sessions_participants
    ALTER COLUMN peer_events TYPE json;
ALTER FOREIGN TABLE lists.sessions_participants
    ADD COLUMN browser text OPTIONS (path 'peer_stats.device_info.browser');
SELECT 'CREATE EXTENSION http' FROM pg_available_extensions
WHERE name = 'http' \gexec
-- The mock API's app with the most sessions, and the same without pushdown.
SELECT format('CREATE SERVER %1$s FOREIGN DATA WRAPPER rtk_fdw OPTIONS
    (base_url %2$L, account_id %3$L, app_id %4$L, max_requests %5$L,
     rate_limit %5$L, enable_pushdown %6$L)', name,
    'http://127.0.0.1:' || :'mock' || '/client/v4', 'acc-demo',
    'a0000000-0000-4000-8000-000000000001',
    '0', pushdown),
    format('CREATE USER MAPPING FOR CURRENT_USER SERVER %s
    OPTIONS (api_token %L)', name, 'test-token'),
    format('CREATE SCHEMA %s', name),
    format('IMPORT FOREIGN SCHEMA realtime_kit FROM SERVER %1$s INTO %1$s',
    name)
FROM (VALUES ('mock', 'true'), ('mock_naive', 'false')) AS s(name, pushdown)
\gexec
