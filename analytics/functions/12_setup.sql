
-- A server of rtk_fdw that the caller may use.
CREATE FUNCTION check_server(server text)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    handler oid;
BEGIN
    SELECT w.fdwhandler INTO handler
    FROM pg_foreign_server s
    JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
    WHERE s.srvname = server;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'undefined_object',
            MESSAGE = format('server "%s" does not exist', server),
            HINT = 'CREATE SERVER … FOREIGN DATA WRAPPER rtk_fdw makes one.';
    ELSIF NOT EXISTS (
        SELECT FROM pg_depend d
        JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'rtk_fdw'
        WHERE d.refclassid = 'pg_extension'::regclass
          AND d.classid = 'pg_proc'::regclass AND d.objid = handler
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'wrong_object_type',
            MESSAGE = format('server "%s" is not a server of rtk_fdw', server);
    ELSIF NOT has_server_privilege(server, 'USAGE') THEN
        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
            MESSAGE = format('permission denied for foreign server %s', server),
            HINT = format('GRANT USAGE ON FOREIGN SERVER %I TO %I;', server,
                current_user);
    END IF;
END
$$;

COMMENT ON FUNCTION check_server(text) IS
    'internal: raises an error unless the caller may use this server of rtk_fdw';

-- The two schemas must be of no other copy and of no other role, which could
-- have put there what the caller then executes.  A schema of the name $user could
-- be in no search_path.
CREATE FUNCTION check_schema(server text, schema text)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    other text;
    owner oid;
BEGIN
    IF schema = '$user' THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_schema_name',
            MESSAGE = 'schema name "$user" is not possible for a copy';
    ELSIF octet_length(schema || '_live') > 63 THEN
        RAISE EXCEPTION USING ERRCODE = 'name_too_long',
            MESSAGE = format('schema name "%s" is too long', schema),
            HINT = 'With _live it may have 63 bytes.';
    END IF;
    SELECT s.srvname INTO other
    FROM pg_foreign_table t
    JOIN pg_foreign_server s ON s.oid = t.ftserver
    JOIN pg_class c ON c.oid = t.ftrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = schema || '_live' AND c.relname = 'api_sessions'
      AND s.srvname <> server;
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'duplicate_object',
            MESSAGE = format('schema "%s" holds the copy of server "%s"',
                schema, other),
            HINT = 'Choose another schema.';
    END IF;
    SELECT n.nspname, n.nspowner INTO other, owner FROM pg_namespace n
    WHERE n.nspname IN (schema, schema || '_live')
      AND n.nspowner <> current_user::regrole;
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
            MESSAGE = format('must be owner of schema %I', other),
            HINT = format('Its owner is %s.', pg_get_userbyid(owner));
    END IF;
END
$$;

COMMENT ON FUNCTION check_schema(text, text) IS
    'internal: raises an error if a schema holds the copy of another server, or is not the caller''s';

-- Make those of the foreign tables that are not there.  IMPORT FOREIGN SCHEMA
-- would give them the names of their resources, which the views have.
CREATE FUNCTION make_live_tables(server text, live_schema text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    missing record;
    columns text;
BEGIN
    FOR missing IN
        SELECT t.name, t.resource FROM rtk_analytics.live_tables() t
        WHERE to_regclass(format('%I.%I', live_schema, t.name)) IS NULL
    LOOP
        EXECUTE format('SELECT string_agg(format(''%%I %%s'', r.column_name, '
            'r.type), '', '' ORDER BY r.ordinality) FROM %I.rtk_resources() '
            'WITH ORDINALITY r WHERE r.resource = $1',
            rtk_analytics.fdw_schema()) INTO columns USING missing.resource;
        EXECUTE format('CREATE FOREIGN TABLE %I.%I (%s) SERVER %I '
            'OPTIONS (resource %L)', live_schema, missing.name, columns, server,
            missing.resource);
    END LOOP;
    EXECUTE format('SELECT %I.rtk_comment_on(%L::name)',
        rtk_analytics.fdw_schema(), live_schema);
END
$$;

COMMENT ON FUNCTION make_live_tables(text, text) IS
    'internal: makes the foreign tables of a copy that its live schema lacks';

-- What is live is described as what is copied, where it has no comment of its
-- own.
CREATE FUNCTION comment_live(schema text, live_schema text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    statement text;
BEGIN
    FOR statement IN
        SELECT CASE d.objsubid WHEN 0
            THEN format('COMMENT ON VIEW %I.%I IS %L', live_schema, v.relname,
                        d.description)
            ELSE format('COMMENT ON COLUMN %I.%I.%I IS %L', live_schema,
                        v.relname, a.attname, d.description) END
        FROM pg_class v
        JOIN pg_class c ON c.relname = v.relname AND c.relnamespace
            = to_regnamespace(quote_ident(comment_live.schema))
        JOIN pg_description d ON d.objoid = c.oid
            AND d.classoid = 'pg_class'::regclass
        LEFT JOIN pg_attribute b ON b.attrelid = c.oid AND b.attnum = d.objsubid
        LEFT JOIN pg_attribute a ON a.attrelid = v.oid
            AND a.attname = b.attname
        WHERE v.relnamespace = to_regnamespace(quote_ident(live_schema))
          AND v.relkind = 'v' AND (d.objsubid = 0 OR a.attnum > 0)
          AND NOT EXISTS (SELECT FROM pg_description x
                          WHERE x.objoid = v.oid
                            AND x.classoid = 'pg_class'::regclass
                            AND x.objsubid = coalesce(a.attnum, 0))
    LOOP
        EXECUTE statement;
    END LOOP;
END
$$;

COMMENT ON FUNCTION comment_live(text, text) IS
    'internal: describes live views as the tables of the copy';

CREATE FUNCTION setup(
    server text,
    schema text DEFAULT 'analytics',
    pii boolean DEFAULT NULL
)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning
AS $$
DECLARE
    live_schema text := schema || '_live';
    new_schema text;
BEGIN
    PERFORM rtk_analytics.check_server(server);
    PERFORM rtk_analytics.check_schema(server, schema);
    FOREACH new_schema IN ARRAY ARRAY[schema, live_schema] LOOP
        IF to_regnamespace(quote_ident(new_schema)) IS NULL THEN
            EXECUTE format('CREATE SCHEMA %I', new_schema);
        END IF;
    END LOOP;
    PERFORM rtk_analytics.make_live_tables(server, live_schema);
    PERFORM rtk_analytics.define(schema, 'tables');
    PERFORM rtk_analytics.define(live_schema, 'live');
    PERFORM rtk_analytics.comment_live(schema, live_schema);
    PERFORM rtk_analytics.define(schema, 'views');
    PERFORM rtk_analytics.define(live_schema, 'views');
    EXECUTE format('UPDATE %I.sync_state SET pii = coalesce($1, pii)', schema)
        USING pii;
END
$$;

COMMENT ON FUNCTION setup(text, text, boolean) IS
    'makes the tables and views of a copy, or those that it lacks; sends no request';
