
-- The schema of rtk_fdw, whose functions may be anywhere.
CREATE FUNCTION fdw_schema()
RETURNS name
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT n.nspname
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
    WHERE e.extname = 'rtk_fdw'
$$;

COMMENT ON FUNCTION fdw_schema() IS
    'internal: schema of the extension rtk_fdw';

-- The copies of this database are found in the catalogs, so that they need no
-- list that a dump could lose: SCHEMA_live.api_sessions is a foreign table of the
-- server, and SCHEMA.sync_state is a table.
CREATE FUNCTION copies(
    OUT server name,
    OUT schema name,
    OUT live_schema name,
    OUT owner regrole
)
RETURNS SETOF record
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT s.srvname, copied.nspname, live.nspname, state.relowner
    FROM pg_namespace copied
    JOIN pg_class state ON state.relnamespace = copied.oid
        AND state.relname = 'sync_state' AND state.relkind IN ('r', 'p')
    JOIN pg_namespace live ON live.nspname = copied.nspname || '_live'
    JOIN pg_class c ON c.relnamespace = live.oid AND c.relname = 'api_sessions'
    JOIN pg_foreign_table t ON t.ftrelid = c.oid
    JOIN pg_foreign_server s ON s.oid = t.ftserver
    ORDER BY s.srvname, copied.nspname
$$;

COMMENT ON FUNCTION copies() IS 'copies that rtk_analytics.setup made';

-- The one copy that is meant.
CREATE FUNCTION copy_of(
    server text,
    schema text,
    OUT copied name,
    OUT live name,
    OUT owner oid
)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    found_copies name[];
BEGIN
    SELECT array_agg(c.schema), min(c.schema), min(c.live_schema),
           min(c.owner::oid)
    INTO found_copies, copied, live, owner
    FROM rtk_analytics.copies() c
    WHERE (copy_of.server IS NULL OR c.server = copy_of.server)
      AND (copy_of.schema IS NULL OR c.schema = copy_of.schema);
    IF found_copies IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'undefined_object',
            MESSAGE = format('there is no copy%s%s',
                ' of server ' || quote_ident(server),
                ' in schema ' || quote_ident(schema)),
            HINT = 'Make one with SELECT rtk_analytics.setup(server, schema).';
    ELSIF cardinality(found_copies) > 1 THEN
        RAISE EXCEPTION USING ERRCODE = 'ambiguous_parameter',
            MESSAGE = format('there are several copies%s: in schemas %s',
                ' of server ' || quote_ident(server),
                array_to_string(found_copies, ', ')),
            HINT = 'Name one by the argument schema.';
    END IF;
END
$$;

COMMENT ON FUNCTION copy_of(text, text) IS
    'internal: schemas and owner of the copy of a server, or an error';

-- Writing needs the tables' owner; what a role lacks is told before anything
-- is sent.
CREATE FUNCTION own_copy_of(
    server text,
    schema text,
    OUT copied name,
    OUT live name
)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    owner oid;
BEGIN
    SELECT c.copied, c.live, c.owner INTO copied, live, owner
    FROM rtk_analytics.copy_of(server, schema) c;
    IF NOT pg_has_role(owner, 'USAGE') THEN
        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
            MESSAGE = format('must be owner of the copy in schema %I', copied),
            HINT = format('Its owner is %s.', pg_get_userbyid(owner));
    END IF;
END
$$;

COMMENT ON FUNCTION own_copy_of(text, text) IS
    'internal: schemas of the copy of a server, which the caller owns, or an error';
