CREATE MATERIALIZED VIEW IF NOT EXISTS geo_breakdown_materialized AS
SELECT * FROM geo_breakdown
WITH NO DATA;

CREATE UNIQUE INDEX IF NOT EXISTS geo_breakdown_materialized_key
    ON geo_breakdown_materialized (app_id, day, country, network_type);
