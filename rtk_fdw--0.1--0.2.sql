-- complain if script is sourced in psql, rather than via ALTER EXTENSION
\echo Use "ALTER EXTENSION rtk_fdw UPDATE TO '0.2'" to load this file. \quit

-- All functions here run as their caller: what they change are objects that
-- the caller may change, and what they read are catalogs that all may read.
-- They name each other by @extschema@ and not by the search path, which is
-- the caller's to choose; hence the extension is not relocatable.

COMMENT ON FOREIGN DATA WRAPPER rtk_fdw IS
    'Cloudflare RealtimeKit REST API, read only';

DROP FUNCTION rtk_resources();

CREATE FUNCTION rtk_resources(
    OUT resource text,
    OUT column_name text,
    OUT type text,
    OUT source text,
    OUT parameter text,
    OUT path text,
    OUT description text,
    OUT method text,
    OUT personal boolean
)
RETURNS SETOF record
LANGUAGE C STABLE STRICT PARALLEL SAFE ROWS 600
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'rtk_fdw_resources';

COMMENT ON FUNCTION rtk_resources() IS
    'foreign tables of rtk_fdw and their columns, one row for each column';

CREATE FUNCTION rtk_cache_clear()
RETURNS bigint
LANGUAGE C VOLATILE STRICT PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'rtk_fdw_cache_clear';

COMMENT ON FUNCTION rtk_cache_clear() IS
    'drop what this session has cached of the API; returns the number of lists and objects';

CREATE FUNCTION rtk_tables(
    OUT resource text,
    OUT description text
)
RETURNS SETOF record
LANGUAGE C STABLE STRICT PARALLEL SAFE ROWS 30
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'rtk_fdw_tables';

COMMENT ON FUNCTION rtk_tables() IS
    'foreign tables of rtk_fdw and what their rows are';

-- A column is found as a scan finds it: by its option "path", else its name,
-- which is a column of the resource or the path of one.  The wrapper is known
-- by its handler, since it can be renamed.
CREATE FUNCTION rtk_imported(schema name)
RETURNS TABLE (
    relation regclass,
    table_name name,
    server name,
    resource text,
    number smallint,
    column_name name,
    type text,
    path text,
    resource_column text,
    resource_type text,
    description text
)
LANGUAGE sql STABLE STRICT ROWS 600
SET search_path = pg_catalog, pg_temp
AS $function$
    WITH known AS MATERIALIZED (
        SELECT r.*, r.ordinality AS rank
        FROM @extschema@.rtk_resources() WITH ORDINALITY r
    ), attached AS (
        SELECT t.ftrelid, c.relname, s.srvname,
               coalesce((SELECT o.option_value
                         FROM pg_options_to_table(t.ftoptions) o
                         WHERE o.option_name = 'resource'),
                        c.relname::text) AS resource
        FROM pg_foreign_table t
        JOIN pg_class c ON c.oid = t.ftrelid
        JOIN pg_foreign_server s ON s.oid = t.ftserver
        JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
        WHERE c.relnamespace = quote_ident(schema)::regnamespace
          AND w.fdwhandler =
              '@extschema@.rtk_fdw_handler()'::regprocedure
    ), shown AS (
        SELECT t.*, a.attnum, a.attname, p.path,
               format_type(a.atttypid, a.atttypmod) AS type,
               coalesce(p.path, a.attname::text) AS member
        FROM attached t
        JOIN pg_attribute a ON a.attrelid = t.ftrelid
        LEFT JOIN LATERAL (
            SELECT o.option_value AS path
            FROM pg_options_to_table(a.attfdwoptions) o
            WHERE o.option_name = 'path'
        ) p ON true
        WHERE a.attnum > 0 AND NOT a.attisdropped
    )
    SELECT t.ftrelid, t.relname, t.srvname, t.resource, 0::smallint,
           NULL, NULL, NULL, NULL, NULL, k.description
    FROM attached t
    LEFT JOIN @extschema@.rtk_tables() k ON k.resource = t.resource
    UNION ALL
    SELECT s.ftrelid, s.relname, s.srvname, s.resource, s.attnum,
           s.attname, s.type, s.path, k.column_name, k.type, k.description
    FROM shown s
    LEFT JOIN LATERAL (
        SELECT * FROM known
        WHERE known.resource = s.resource
          AND s.member IN (known.column_name, known.path)
        ORDER BY s.member <> known.column_name, known.rank
        LIMIT 1
    ) k ON true
    ORDER BY 2, 5
$function$;

COMMENT ON FUNCTION rtk_imported(name) IS
    'foreign tables of rtk_fdw in a schema and what their columns show; number 0 is the table';

-- A comment that is in the resource table, be it another object's, was put
-- there by these functions and may be replaced.  All others are the user's.
CREATE FUNCTION rtk_comments(
    schema name,
    target_schema name,
    overwrite boolean
)
RETURNS SETOF text
LANGUAGE sql STABLE STRICT ROWS 600
SET search_path = pg_catalog, pg_temp
AS $function$
    SELECT format('COMMENT ON %s IS %L',
                  CASE WHEN i.number > 0
                      THEN format('COLUMN %I.%I.%I', target_schema, c.relname,
                                  i.column_name)
                      ELSE format('%s %I.%I',
                                  CASE c.relkind WHEN 'v' THEN 'VIEW'
                                      ELSE 'FOREIGN TABLE' END,
                                  target_schema, c.relname)
                  END, i.description)
    FROM @extschema@.rtk_imported(schema) i
    JOIN pg_class c ON c.relname = i.table_name
        AND c.relnamespace = quote_ident(target_schema)::regnamespace
        AND c.relkind IN ('f', 'v')
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid
        AND a.attname = i.column_name
    LEFT JOIN pg_description d ON d.objoid = c.oid
        AND d.classoid = 'pg_class'::regclass
        AND d.objsubid = coalesce(a.attnum, 0)
    WHERE i.description IS NOT NULL
      AND (i.number = 0 OR a.attnum > 0)
      AND i.description IS DISTINCT FROM d.description
      AND (overwrite OR d.description IS NULL OR d.description IN (
              SELECT r.description FROM @extschema@.rtk_resources() r
              UNION ALL
              SELECT t.description FROM @extschema@.rtk_tables() t))
    ORDER BY i.table_name, i.number
$function$;

COMMENT ON FUNCTION rtk_comments(name, name, boolean) IS
    'COMMENT statements that describe the tables of a schema, or the views of another one over them';

CREATE FUNCTION rtk_comment_on(schema name, overwrite boolean DEFAULT false)
RETURNS integer
LANGUAGE plpgsql VOLATILE STRICT
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    statements text[] := ARRAY(
        SELECT @extschema@.rtk_comments(schema, schema, overwrite));
    statement text;
BEGIN
    FOREACH statement IN ARRAY statements LOOP
        EXECUTE statement;
    END LOOP;
    RETURN cardinality(statements);
END
$function$;

COMMENT ON FUNCTION rtk_comment_on(name, boolean) IS
    'describe the foreign tables of rtk_fdw in a schema, and their columns, with COMMENT; returns how many comments were set';

-- The views are not security_invoker: they read with the user mapping of
-- their owner, so that roles of BI tools need SELECT on them and no token.
-- What is there under a view's name and is not that view is the user's, and
-- stays: to replace a view that leaves out rows or hides columns would show
-- them to all who may read it.  So do the options of a view that is replaced:
-- CREATE OR REPLACE VIEW alone would take back security_invoker.  The view is
-- recognized by its definition, the first columns of the table, to which some
-- may have been added since; PostgreSQL 15 prints them with the table's name.
CREATE FUNCTION rtk_create_views(schema name, target_schema name)
RETURNS integer
LANGUAGE plpgsql VOLATILE STRICT
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    done integer := 0;
    statement text;
    v record;
BEGIN
    IF target_schema NOT IN (SELECT nspname FROM pg_namespace) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_schema_name',
            MESSAGE = format('schema "%s" does not exist', target_schema),
            HINT = format('Create it first: CREATE SCHEMA %I;', target_schema);
    END IF;
    IF target_schema = schema THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('the views cannot be in schema "%s" as well',
                             schema),
            DETAIL = 'They have the names of the tables.',
            HINT = 'Create a schema for them.';
    END IF;
    FOR v IN
        SELECT t.source, array_to_string(t.columns, ', ') AS columns,
               format('%I.%I', target_schema, t.table_name) AS view,
               (SELECT format('WITH (%s)',
                              string_agg(format('%I = %L', o.option_name,
                                                o.option_value), ', '))
                FROM pg_options_to_table(c.reloptions) o
                HAVING count(*) > 0) AS options,
               c.oid IS NULL OR c.relkind = 'v' AND
               regexp_replace(pg_get_viewdef(c.oid), '\s', '', 'g') IN (
                   SELECT regexp_replace(
                       format('SELECT %s FROM %s;',
                              array_to_string(known[:c.relnatts], ','),
                              t.source), '\s', '', 'g')
                   FROM (VALUES (t.columns), (t.qualified)) k (known)
               ) AS is_ours
        FROM (
            SELECT i.table_name,
                   format('%I.%I', schema, i.table_name) AS source,
                   array_agg(format('%I', i.column_name)
                             ORDER BY i.number) AS columns,
                   array_agg(format('%I.%I', i.table_name, i.column_name)
                             ORDER BY i.number) AS qualified
            FROM @extschema@.rtk_imported(schema) i
            WHERE i.number > 0
            GROUP BY i.table_name
        ) t
        LEFT JOIN pg_class c ON c.relname = t.table_name
            AND c.relnamespace = quote_ident(target_schema)::regnamespace
        ORDER BY t.table_name
    LOOP
        IF NOT v.is_ours THEN
            RAISE EXCEPTION USING
                ERRCODE = 'duplicate_table',
                MESSAGE = format('relation %s exists and is not the plain '
                                 'view of %s', v.view, v.source),
                HINT = 'Rename or drop it, or choose another target schema.';
        END IF;
        EXECUTE format('CREATE OR REPLACE VIEW %s %s AS SELECT %s FROM %s',
                       v.view, v.options, v.columns, v.source);
        done := done + 1;
    END LOOP;
    FOREACH statement IN ARRAY ARRAY(
        SELECT @extschema@.rtk_comments(schema, target_schema, false))
    LOOP
        EXECUTE statement;
    END LOOP;
    RETURN done;
END
$function$;

COMMENT ON FUNCTION rtk_create_views(name, name) IS
    'create or replace views of the foreign tables of rtk_fdw in a schema; returns how many there are';

-- A column that is there twice, under two paths or types, is right when one
-- of them is.  No remedy drops anything: where only that would help, or the
-- user has to choose, it is NULL.
CREATE FUNCTION rtk_check_import(schema name)
RETURNS TABLE (
    table_name name,
    column_name name,
    problem text,
    remedy text
)
LANGUAGE sql STABLE STRICT ROWS 30
SET search_path = pg_catalog, pg_temp
AS $function$
    WITH imported AS MATERIALIZED (
        SELECT i.*,
               format('ALTER FOREIGN TABLE %I.%I ', schema, i.table_name)
                   AS alter_table,
               bool_or(i.type = i.resource_type) OVER (
                   PARTITION BY i.relation, i.resource_column) AS has_type
        FROM @extschema@.rtk_imported(schema) i
    ), known AS MATERIALIZED (
        SELECT r.resource, r.column_name, r.type, r.ordinality AS rank,
               -- the others are key words, which no schema can replace
               CASE WHEN r.type IN ('date', 'jsonb', 'text')
                   THEN 'pg_catalog.' || r.type ELSE r.type END AS sql_type
        FROM @extschema@.rtk_resources() WITH ORDINALITY r
    ), server AS (
        -- that of the tables; without tables the only one there is.  Which
        -- of several is the user's choice, as another role may have added one.
        SELECT coalesce(
            (SELECT min(server::text) FROM imported
             HAVING count(DISTINCT server) = 1),
            (SELECT min(s.srvname::text)
             FROM pg_foreign_server s
             JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
             WHERE w.fdwhandler =
                   '@extschema@.rtk_fdw_handler()'::regprocedure
             HAVING count(*) = 1)) AS name
    ), problems AS (
        SELECT t.resource AS table_name, NULL AS column_name, 0::bigint AS n,
               'no table of the schema shows this resource' ||
               CASE WHEN c.oid IS NULL THEN ''
                   ELSE ', and another relation has its name' END AS problem,
               CASE WHEN c.oid IS NULL THEN
                   format('IMPORT FOREIGN SCHEMA realtime_kit LIMIT TO (%I) ',
                          t.resource) ||
                   (SELECT format('FROM SERVER %I INTO %I;', server.name,
                                  schema)
                    FROM server WHERE server.name IS NOT NULL)
               END AS remedy
        FROM @extschema@.rtk_tables() t
        LEFT JOIN pg_class c ON c.relname = t.resource
            AND c.relnamespace = quote_ident(schema)::regnamespace
        WHERE t.resource NOT IN (SELECT i.resource FROM imported i)
        UNION ALL
        SELECT i.table_name, NULL, 0,
               format('the installed version has no resource "%s", '
                      'so the table cannot be read', i.resource), NULL
        FROM imported i
        WHERE i.number = 0
          AND i.resource NOT IN (SELECT k.resource FROM known k)
        UNION ALL
        SELECT i.table_name, k.column_name, 10000 + k.rank,
               'the column is missing' ||
               CASE WHEN a.attname IS NULL THEN ''
                   ELSE ', and another one has its name' END,
               CASE WHEN a.attname IS NULL THEN
                   i.alter_table ||
                   format('ADD COLUMN %I %s;', k.column_name, k.sql_type) END
        FROM imported i
        JOIN known k ON k.resource = i.resource
        LEFT JOIN pg_attribute a ON a.attrelid = i.relation
            AND a.attname = k.column_name
        WHERE i.number = 0
          AND NOT EXISTS (
              SELECT FROM imported s
              WHERE s.relation = i.relation
                AND s.resource_column = k.column_name)
        UNION ALL
        SELECT i.table_name, i.column_name, i.number,
               format('the type is %s, and %s in the installed version',
                      i.type, i.resource_type),
               i.alter_table || format('ALTER COLUMN %I TYPE %s;',
                                       i.column_name, k.sql_type)
        FROM imported i
        JOIN known k ON k.resource = i.resource
            AND k.column_name = i.resource_column
        WHERE i.resource_column IS NOT NULL AND NOT i.has_type
        UNION ALL
        SELECT i.table_name, i.column_name, i.number,
               format('the installed version has no such column, so it shows '
                      'the member "%s" of the row, or NULL', i.column_name),
               CASE WHEN i.column_name::text ~ '^[^{},/|.]+(\.[^{},/|.]+)*$'
                   THEN i.alter_table ||
                       format('ALTER COLUMN %I OPTIONS (path %L);',
                              i.column_name, i.column_name) END
        FROM imported i
        WHERE i.number > 0 AND i.resource_column IS NULL AND i.path IS NULL
          AND i.resource IN (SELECT k.resource FROM known k)
    )
    SELECT p.table_name::name, p.column_name::name, p.problem, p.remedy
    FROM problems p
    ORDER BY p.table_name::name, p.n
$function$;

COMMENT ON FUNCTION rtk_check_import(name) IS
    'what differs between the foreign tables of rtk_fdw in a schema and the installed version, with the statement that fixes it';

CREATE FUNCTION rtk_stats(
    OUT scope text,
    OUT database text,
    OUT server text,
    OUT resource text,
    OUT since timestamptz,
    OUT scans bigint,
    OUT errors bigint,
    OUT requests bigint,
    OUT pages bigint,
    OUT rows bigint,
    OUT bytes bigint,
    OUT retries bigint,
    OUT rate_limited bigint,
    OUT waiting_for_api double precision,
    OUT waited double precision,
    OUT missing bigint,
    OUT nulled bigint,
    OUT duplicates bigint,
    OUT cache_hits bigint
)
RETURNS SETOF record
LANGUAGE C VOLATILE STRICT PARALLEL RESTRICTED ROWS 30
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'rtk_fdw_stats';

COMMENT ON FUNCTION rtk_stats() IS
    'what scans of foreign tables of rtk_fdw did, by server and resource; scope says of which backends';

-- It takes numbers away from others.
CREATE FUNCTION rtk_stats_reset()
RETURNS void
LANGUAGE C VOLATILE STRICT PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'rtk_fdw_stats_reset';

REVOKE ALL ON FUNCTION rtk_stats_reset() FROM PUBLIC;

COMMENT ON FUNCTION rtk_stats_reset() IS
    'begin the counts of rtk_stats() anew';

CREATE FUNCTION rtk_requests()
RETURNS bigint
LANGUAGE C VOLATILE STRICT PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'rtk_fdw_requests';

COMMENT ON FUNCTION rtk_requests() IS
    'number of requests that this backend has sent, those sent again included';

-- It shows what others do to those only who may see it in pg_stat_activity.
CREATE FUNCTION rtk_activity(
    OUT pid integer,
    OUT database text,
    OUT server text,
    OUT resource text,
    OUT waiting_for text,
    OUT started timestamptz,
    OUT requests bigint,
    OUT estimated_requests double precision,
    OUT rows bigint,
    OUT wait_until timestamptz
)
RETURNS SETOF record
LANGUAGE C VOLATILE STRICT PARALLEL RESTRICTED ROWS 10
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'rtk_fdw_activity';

COMMENT ON FUNCTION rtk_activity() IS
    'backends (without shared_preload_libraries, this session) that read foreign tables of rtk_fdw just now, and what they wait for';

CREATE FUNCTION rtk_options(
    OUT option text,
    OUT place text,
    OUT initial text,
    OUT set_by text,
    OUT description text
)
RETURNS SETOF record
LANGUAGE C STABLE STRICT PARALLEL SAFE ROWS 30
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'rtk_fdw_options';

COMMENT ON FUNCTION rtk_options() IS
    'options of servers, user mappings, foreign tables and columns of rtk_fdw';

-- Restricted: the pools are those of the backend that asks.
CREATE FUNCTION rtk_library(OUT name text, OUT value text)
RETURNS SETOF record
LANGUAGE C STABLE STRICT PARALLEL RESTRICTED ROWS 8
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'rtk_fdw_library';

COMMENT ON FUNCTION rtk_library() IS
    'versions and state of the library in this session';

-- Only of servers that the caller may use.  Options of a user mapping are not
-- shown at all, only whose mapping the caller's queries would use.
CREATE FUNCTION rtk_diag()
RETURNS TABLE (name text, value text)
LANGUAGE sql STABLE STRICT PARALLEL RESTRICTED ROWS 50
SET search_path = pg_catalog, pg_temp
AS $function$
    WITH usable AS (
        SELECT s.oid, s.srvname, s.srvoptions
        FROM pg_foreign_server s
        JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
        WHERE w.fdwhandler =
              '@extschema@.rtk_fdw_handler()'::regprocedure
          AND has_server_privilege(s.oid, 'USAGE')
    ), known AS (
        SELECT o.option, o.initial, o.ordinality AS rank
        FROM @extschema@.rtk_options() WITH ORDINALITY o
        WHERE 'server' = ANY (string_to_array(o.place, ', '))
        UNION ALL
        SELECT 'user mapping', NULL, 0
    ), mapped AS (
        SELECT DISTINCT ON (m.srvid) m.srvid, m.usename
        FROM pg_user_mappings m
        WHERE m.umuser IN (0, quote_ident(current_user)::regrole)
        ORDER BY m.srvid, m.umuser DESC
    ), facts AS (
        SELECT NULL::name AS server, l.ordinality AS rank, l.name, l.value
        FROM @extschema@.rtk_library() WITH ORDINALITY l
        UNION ALL
        SELECT u.srvname, k.rank, format('%I: %s', u.srvname, k.option),
               CASE WHEN k.rank = 0 THEN coalesce(m.usename, 'none')
                   ELSE coalesce(o.option_value, k.initial) END
        FROM usable u
        CROSS JOIN known k
        LEFT JOIN mapped m ON m.srvid = u.oid
        LEFT JOIN LATERAL pg_options_to_table(u.srvoptions) o
            ON o.option_name = k.option
    )
    SELECT f.name, f.value FROM facts f
    ORDER BY f.server NULLS FIRST, f.rank
$function$;

COMMENT ON FUNCTION rtk_diag() IS
    'versions, settings, and the options in effect of the servers that the caller may use';

CREATE FUNCTION rtk_ping(
    server name,
    OUT ok boolean,
    OUT status integer,
    OUT message text,
    OUT latency_ms double precision,
    OUT account_id text,
    OUT app_found boolean,
    OUT ratelimit_remaining integer
)
RETURNS record
LANGUAGE C VOLATILE STRICT PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'rtk_fdw_ping';

COMMENT ON FUNCTION rtk_ping(name) IS
    'send one request with the caller''s token and say what came of it';
