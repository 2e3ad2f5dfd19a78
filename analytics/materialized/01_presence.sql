CREATE MATERIALIZED VIEW IF NOT EXISTS presence_materialized AS
SELECT * FROM presence
WITH NO DATA;

CREATE UNIQUE INDEX IF NOT EXISTS presence_materialized_key
    ON presence_materialized (app_id, session_id, participant_id, stay_no);

CREATE INDEX IF NOT EXISTS presence_materialized_time
    ON presence_materialized (joined_at);
