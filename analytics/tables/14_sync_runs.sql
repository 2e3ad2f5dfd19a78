CREATE TABLE IF NOT EXISTS sync_runs (
    run_id bigint PRIMARY KEY,
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    state text NOT NULL,
    requests bigint NOT NULL DEFAULT 0,
    sessions bigint NOT NULL DEFAULT 0,
    participants bigint NOT NULL DEFAULT 0,
    details bigint NOT NULL DEFAULT 0,
    errors bigint NOT NULL DEFAULT 0,
    sqlstate text,
    message text
);

COMMENT ON TABLE sync_runs IS 'runs of rtk_analytics.sync';
COMMENT ON COLUMN sync_runs.run_id IS 'number of the run';
COMMENT ON COLUMN sync_runs.started_at IS 'when it began';
COMMENT ON COLUMN sync_runs.ended_at IS 'when it ended, NULL before';
COMMENT ON COLUMN sync_runs.state IS
    'running, complete, budget, time, paused, failed, interrupted or skipped';
COMMENT ON COLUMN sync_runs.requests IS 'requests sent, those sent again included';
COMMENT ON COLUMN sync_runs.sessions IS 'sessions whose participants were copied';
COMMENT ON COLUMN sync_runs.participants IS 'participants copied';
COMMENT ON COLUMN sync_runs.details IS
    'participants whose statistics were copied';
COMMENT ON COLUMN sync_runs.errors IS 'failures of single sessions';
COMMENT ON COLUMN sync_runs.sqlstate IS 'SQLSTATE of the last error';
COMMENT ON COLUMN sync_runs.message IS 'message of the last error';
