CREATE MATERIALIZED VIEW IF NOT EXISTS minutes_per_day_materialized AS
SELECT * FROM minutes_per_day('UTC')
WITH NO DATA;

CREATE UNIQUE INDEX IF NOT EXISTS minutes_per_day_materialized_key
    ON minutes_per_day_materialized (app_id, day);
