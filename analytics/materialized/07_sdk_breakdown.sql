CREATE MATERIALIZED VIEW IF NOT EXISTS sdk_breakdown_materialized AS
SELECT * FROM sdk_breakdown
WITH NO DATA;

CREATE UNIQUE INDEX IF NOT EXISTS sdk_breakdown_materialized_key
    ON sdk_breakdown_materialized (app_id, day, sdk_name, sdk_version);
