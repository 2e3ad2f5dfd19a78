
-- Rights on the parents are enough to read partitions, later ones too.
CREATE FUNCTION grant_reader(
    role name,
    server text DEFAULT NULL,
    schema text DEFAULT NULL,
    pii boolean DEFAULT false,
    live boolean DEFAULT false
)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    copied name;
    live_schema name;
    granted text;
BEGIN
    SELECT c.copied, c.live INTO copied, live_schema
    FROM rtk_analytics.own_copy_of(server, schema) c;
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', copied, role);
    IF live THEN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', live_schema, role);
    END IF;
    SELECT string_agg(DISTINCT r.oid::regclass::text, ', ') INTO granted
    FROM (
        SELECT to_regclass(format('%I.%I', s.schema, x.name)) AS oid
        FROM rtk_analytics.relations() x
        CROSS JOIN unnest(ARRAY[copied, live_schema]) s(schema)
        WHERE (live OR s.schema = copied) AND x.name <> 'forgotten'
          AND (pii OR x.name !~ '_pii$')
    ) r
    WHERE r.oid IS NOT NULL;
    EXECUTE format('GRANT SELECT ON %s TO %I', granted, role);
END
$$;

COMMENT ON FUNCTION grant_reader(name, text, text, boolean, boolean) IS
    'lets a role read a copy; pii: addresses as well; live: also what costs requests';
