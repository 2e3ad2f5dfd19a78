CREATE MATERIALIZED VIEW IF NOT EXISTS meeting_rollup_materialized AS
SELECT * FROM meeting_rollup
WITH NO DATA;

CREATE UNIQUE INDEX IF NOT EXISTS meeting_rollup_materialized_key
    ON meeting_rollup_materialized (app_id, meeting_id);
