-- The foreign servers of the benchmarks, without bounds on requests.
\set QUIET on
\set ON_ERROR_STOP on
SET client_min_messages = warning;
\getenv pages BENCH_NGINX_PORT
\getenv slow50 BENCH_SLOW50_PORT
\getenv slow100 BENCH_SLOW100_PORT
\getenv uneven BENCH_UNEVEN_PORT
\getenv quick BENCH_QUICK_PORT
SELECT string_agg('127.0.0.1:' || port, ', ') AS hosts
FROM unnest(ARRAY[:'pages', :'slow50', :'slow100', :'uneven', :'quick'])
    AS port \gset
ALTER DATABASE :DBNAME SET rtk_fdw.allowed_hosts = :'hosts';
\connect
CREATE EXTENSION rtk_fdw;
SELECT format('CREATE SERVER %1$s FOREIGN DATA WRAPPER rtk_fdw OPTIONS
    (base_url %2$L, account_id %3$L, app_id %4$L, per_page %5$L,
     max_requests %6$L, rate_limit %6$L, max_concurrency %7$L)',
    name, 'http://127.0.0.1:' || port, 'bench', 'app', per_page, '0', flying),
    format('CREATE USER MAPPING FOR CURRENT_USER SERVER %s
    OPTIONS (api_token %L)', name, 'bench-token'),
    format('CREATE SCHEMA %s', name),
    format('IMPORT FOREIGN SCHEMA realtime_kit FROM SERVER %1$s INTO %1$s',
    name)
FROM (VALUES ('pages', :'pages', '100', '8'),
             ('lists', :'pages', '200', '8'),
             ('quick', :'quick', '200', '8'),
             ('slow50', :'slow50', '100', '8'),
             ('slow50_single', :'slow50', '100', '1'),
             ('slow100', :'slow100', '100', '8'),
             ('slow100_single', :'slow100', '100', '1'),
             ('uneven', :'uneven', '100', '8'),
             ('uneven_single', :'uneven', '100', '1'))
    AS servers(name, port, per_page, flying) \gexec
SELECT 'CREATE EXTENSION http' FROM pg_available_extensions
WHERE name = 'http' \gexec
