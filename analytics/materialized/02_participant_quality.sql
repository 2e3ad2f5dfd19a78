CREATE MATERIALIZED VIEW IF NOT EXISTS participant_quality_materialized AS
SELECT * FROM participant_quality
WITH NO DATA;

CREATE UNIQUE INDEX IF NOT EXISTS participant_quality_materialized_key
    ON participant_quality_materialized (app_id, session_id, participant_id);

CREATE INDEX IF NOT EXISTS participant_quality_materialized_time
    ON participant_quality_materialized (joined_at);
