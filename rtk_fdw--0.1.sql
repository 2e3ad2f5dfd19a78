-- complain if script is sourced in psql, rather than via CREATE EXTENSION
\echo Use "CREATE EXTENSION rtk_fdw" to load this file. \quit

CREATE FUNCTION rtk_fdw_handler()
RETURNS fdw_handler
LANGUAGE C STRICT
AS 'MODULE_PATHNAME';

CREATE FUNCTION rtk_fdw_validator(text[], oid)
RETURNS void
LANGUAGE C STRICT
AS 'MODULE_PATHNAME';

CREATE FOREIGN DATA WRAPPER rtk_fdw
    HANDLER rtk_fdw_handler
    VALIDATOR rtk_fdw_validator;

COMMENT ON FOREIGN DATA WRAPPER rtk_fdw IS
    'Cloudflare RealtimeKit: apps, meetings, sessions, participants';

CREATE FUNCTION rtk_fdw_version()
RETURNS text
LANGUAGE C STABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME';

COMMENT ON FUNCTION rtk_fdw_version() IS
    'versions of rtk_fdw, PostgreSQL, libcurl and json-c that run';

CREATE FUNCTION rtk_resources(
    OUT resource text,
    OUT column_name text,
    OUT type text,
    OUT source text,
    OUT parameter text,
    OUT path text,
    OUT description text,
    OUT method text
)
RETURNS SETOF record
LANGUAGE C STABLE STRICT PARALLEL SAFE ROWS 500
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'rtk_fdw_resources';

COMMENT ON FUNCTION rtk_resources() IS
    'foreign tables of rtk_fdw and their columns, one row for each column';
