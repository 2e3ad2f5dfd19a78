
-- Drop a schema if nothing is left in it.
CREATE FUNCTION drop_empty(schema text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format('DROP SCHEMA %I', schema);
EXCEPTION
    WHEN dependent_objects_still_exist OR insufficient_privilege THEN
        RAISE NOTICE 'schema "%" is kept: %', schema, SQLERRM;
END
$$;

COMMENT ON FUNCTION drop_empty(text) IS
    'internal: drops a schema that holds nothing, keeps any other';

-- What setup made and is still there, in the order to drop it.
CREATE FUNCTION made(copied name, live name)
RETURNS TABLE (type text, names text)
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT x.type, string_agg(DISTINCT format('%I.%I', x.schema, x.name), ', ')
    FROM (
        SELECT r.type, s.schema, r.name FROM rtk_analytics.relations() r
        CROSS JOIN unnest(ARRAY[copied, live]) s(schema)
        UNION ALL
        SELECT 'FOREIGN TABLE', live, t.name
        FROM rtk_analytics.live_tables() t
    ) x
    LEFT JOIN pg_class c ON c.oid = to_regclass(format('%I.%I', x.schema, x.name))
    WHERE CASE x.type WHEN 'FUNCTION'
              THEN to_regproc(format('%I.%I', x.schema, x.name)) IS NOT NULL
          WHEN 'VIEW' THEN c.relkind = 'v'
          WHEN 'MATERIALIZED VIEW' THEN c.relkind = 'm'
          WHEN 'TABLE' THEN c.relkind IN ('r', 'p')
          ELSE c.relkind = 'f' END
    GROUP BY x.type
    ORDER BY array_position(
        '{MATERIALIZED VIEW,FUNCTION,VIEW,TABLE,FOREIGN TABLE}', x.type)
$$;

COMMENT ON FUNCTION made(name, name) IS
    'internal: what rtk_analytics made in the schemas of a copy, in the order to drop it';

-- Drops what setup made, in one statement for each type, so that the views may
-- use one another; never what others made, be it on top of it.
CREATE FUNCTION teardown(server text, schema text DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    copied name;
    live name;
    type text;
    names text;
BEGIN
    SELECT c.copied, c.live INTO copied, live
    FROM rtk_analytics.own_copy_of(server, schema) c;
    PERFORM rtk_analytics.sync_lock(copied, wait := true);
    FOR type, names IN SELECT * FROM rtk_analytics.made(copied, live) LOOP
        EXECUTE format('DROP %s %s', type, names);
    END LOOP;
    PERFORM rtk_analytics.drop_empty(s.schema)
    FROM unnest(ARRAY[live, copied]) s(schema);
END
$$;

COMMENT ON FUNCTION teardown(text, text) IS
    'drops what rtk_analytics.setup made, with all that was copied';
