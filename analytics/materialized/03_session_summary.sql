CREATE MATERIALIZED VIEW IF NOT EXISTS session_summary_materialized AS
SELECT * FROM session_summary
WITH NO DATA;

CREATE UNIQUE INDEX IF NOT EXISTS session_summary_materialized_key
    ON session_summary_materialized (app_id, session_id);

CREATE INDEX IF NOT EXISTS session_summary_materialized_time
    ON session_summary_materialized (started_at);
