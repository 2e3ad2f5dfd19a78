-- Run the statements of a kind, their unqualified names being of a schema.
-- pg_catalog is searched before it, since the path does not name it; named
-- first, it would be where the relations are made.
CREATE FUNCTION define(schema text, kind text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    statements text;
BEGIN
    -- pg_catalog comes first without being named; what is named first is where
    -- relations are created.
    PERFORM set_config('search_path',
        format('%I, pg_temp', define.schema), true);
    FOR statements IN
        SELECT d.body FROM rtk_analytics.definition d
        WHERE d.kind = define.kind ORDER BY d.number
    LOOP
        EXECUTE statements;
    END LOOP;
END
$$;


COMMENT ON FUNCTION define(text, text) IS
    'internal: creates the relations of a kind in a schema';
