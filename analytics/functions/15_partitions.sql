
-- The tables of a schema that are partitioned by range of one column, and it
-- is the one that setup partitions by.  Any others are the user's affair.
CREATE FUNCTION partitioned(schema text)
RETURNS TABLE (parent regclass, name name)
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT c.oid::regclass, c.relname
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_partitioned_table p ON p.partrelid = c.oid
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.partattrs[0]
    WHERE n.nspname = partitioned.schema
      AND p.partstrat = 'r' AND p.partnatts = 1
      AND a.attname IN ('started_at', 'session_started_at')
      AND c.relname IN (SELECT r.name FROM rtk_analytics.relations() r
                        WHERE r.kind = 'tables')
    ORDER BY c.relname
$$;

COMMENT ON FUNCTION partitioned(text) IS
    'internal: tables of a copy that are partitioned by the start of the session';

-- The bounds of the partitions of a table; those of the default are null.
CREATE FUNCTION partitions(parent regclass)
RETURNS TABLE (partition regclass, lower timestamptz, upper timestamptz)
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
SET "DateStyle" = 'ISO, YMD'
SET "TimeZone" = 'UTC'
AS $$
    SELECT c.oid::regclass,
           CASE WHEN b.bound[1] = 'MINVALUE' THEN '-infinity'
               ELSE trim(b.bound[1], '''') END::timestamptz,
           CASE WHEN b.bound[2] = 'MAXVALUE' THEN 'infinity'
               ELSE trim(b.bound[2], '''') END::timestamptz
    FROM pg_inherits i
    JOIN pg_class c ON c.oid = i.inhrelid
    CROSS JOIN LATERAL (SELECT regexp_match(
        pg_get_expr(c.relpartbound, c.oid),
        '^FOR VALUES FROM [(](.*)[)] TO [(](.*)[)]$') AS bound) b
    WHERE i.inhparent = parent
$$;

COMMENT ON FUNCTION partitions(regclass) IS
    'internal: partitions of a table with their bounds, null for the default one';

-- Make the partition of a month, in UTC, for each table that lacks a place for
-- this time.  A table is made first and attached then: that does not wait for
-- those who read the parent.
CREATE FUNCTION ensure_partitions(schema text, at timestamptz)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET "TimeZone" = 'UTC'
AS $$
DECLARE
    month timestamptz := date_trunc('month', at, 'UTC');
    parent regclass;
    partition text;
BEGIN
    FOR parent, partition IN
        SELECT p.parent, format('%I.%I', ensure_partitions.schema,
            p.name || to_char(month, '_YYYY_MM'))
        FROM rtk_analytics.partitioned(ensure_partitions.schema) p
        WHERE NOT EXISTS (
            SELECT FROM rtk_analytics.partitions(p.parent) q
            WHERE q.lower IS NULL
               OR ensure_partitions.at >= q.lower
                  AND ensure_partitions.at < q.upper)
    LOOP
        EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING ALL)',
            partition, parent);
        EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s '
            'FOR VALUES FROM (%L) TO (%L)', parent, partition, month,
            month + interval '1 month');
    END LOOP;
END
$$;

COMMENT ON FUNCTION ensure_partitions(text, timestamptz) IS
    'makes the monthly partitions of a copy that hold this time';
