CREATE MATERIALIZED VIEW IF NOT EXISTS concurrency_profile_materialized AS
SELECT * FROM concurrency_profile
WITH NO DATA;

CREATE UNIQUE INDEX IF NOT EXISTS concurrency_profile_materialized_key
    ON concurrency_profile_materialized (app_id, minute);

CREATE INDEX IF NOT EXISTS concurrency_profile_materialized_time
    ON concurrency_profile_materialized (minute);
