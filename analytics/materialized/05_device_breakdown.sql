CREATE MATERIALIZED VIEW IF NOT EXISTS device_breakdown_materialized AS
SELECT * FROM device_breakdown
WITH NO DATA;

CREATE UNIQUE INDEX IF NOT EXISTS device_breakdown_materialized_key
    ON device_breakdown_materialized (app_id, day, device_type, os, browser);
