
-- What the statements of rtk_analytics.definition create.  A function's name is
-- the only one of its kind in the schema.
CREATE FUNCTION relations(
    OUT kind text,
    OUT number bigint,
    OUT type text,
    OUT name text
)
RETURNS SETOF record
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT d.kind, row_number() OVER (
               ORDER BY array_position('{tables,live,views,materialized}',
                                       d.kind), d.number, m.ordinality),
           m.found[1], m.found[2]
    FROM rtk_analytics.definition d
    CROSS JOIN LATERAL regexp_matches(d.body,
        '^CREATE (?:OR REPLACE )?(TABLE|VIEW|MATERIALIZED VIEW|FUNCTION)'
        '(?: IF NOT EXISTS)? ([[:alnum:]_]+)', 'gn')
        WITH ORDINALITY AS m (found, ordinality)
$$;

COMMENT ON FUNCTION relations() IS
    'internal: tables, views and functions that rtk_analytics creates in the schemas of a copy';

-- The foreign tables in the live schema.  They have a prefix, so that there too
-- all that has the name of a copied table is a view: read with its owner's user
-- mapping, and joined in one chain of requests.
CREATE FUNCTION live_tables(
    OUT name text,
    OUT resource text
)
RETURNS SETOF record
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT 'api_' || r.resource, r.resource
    FROM (VALUES ('apps'), ('meetings'), ('sessions'),
                 ('sessions_participants'), ('sessions_peer_report'))
        AS r (resource)
$$;

COMMENT ON FUNCTION live_tables() IS
    'internal: foreign tables that rtk_analytics imports into the live schema';
