CREATE FUNCTION materialize(schema text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning
AS $$
BEGIN
    PERFORM rtk_analytics.own_copy_of(NULL, materialize.schema);
    PERFORM rtk_analytics.define(materialize.schema, 'materialized');
END
$$;

COMMENT ON FUNCTION materialize(text) IS
    'makes the materialized views in the schema of a copy, without data';

-- In the order in which one is made from another, in one transaction: readers
-- see all of them as they were, then all as they are.  What was never filled
-- cannot be refreshed concurrently, and is not in use either.  To compile what
-- reads many partitions takes longer than it saves.
CREATE FUNCTION refresh(schema text, concurrently boolean DEFAULT true)
RETURNS integer
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET jit = off
AS $$
DECLARE
    view record;
    refreshed integer := 0;
BEGIN
    FOR view IN
        SELECT format('%I.%I', n.nspname, c.relname) AS name,
               CASE WHEN refresh.concurrently AND c.relispopulated
                    THEN 'CONCURRENTLY' ELSE '' END AS how
        FROM rtk_analytics.definition d
        JOIN pg_namespace n ON n.nspname = refresh.schema
        JOIN pg_class c ON c.relnamespace = n.oid AND c.relkind = 'm'
            AND c.relname = d.name || '_materialized'
        WHERE d.kind = 'materialized'
        ORDER BY d.number
    LOOP
        EXECUTE format('REFRESH MATERIALIZED VIEW %s %s', view.how, view.name);
        refreshed := refreshed + 1;
    END LOOP;
    IF refreshed = 0 THEN
        RAISE EXCEPTION USING ERRCODE = 'undefined_table',
            MESSAGE = format('schema "%s" has no materialized views of '
                'rtk_analytics', refresh.schema),
            HINT = 'Make them with SELECT rtk_analytics.materialize(schema).';
    END IF;
    RETURN refreshed;
END
$$;

COMMENT ON FUNCTION refresh(text, boolean) IS
    'refreshes the materialized views of a copy in order; returns their number';

