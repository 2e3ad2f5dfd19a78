CREATE MATERIALIZED VIEW IF NOT EXISTS user_rollup_materialized AS
SELECT * FROM user_rollup
WITH NO DATA;

CREATE UNIQUE INDEX IF NOT EXISTS user_rollup_materialized_key
    ON user_rollup_materialized (app_id, user_key);
