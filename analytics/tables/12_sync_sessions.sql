CREATE TABLE IF NOT EXISTS sync_sessions (
    app_id text,
    session_id text,
    created_at timestamptz NOT NULL,
    ended_at timestamptz,
    updated_at timestamptz,
    seen_at timestamptz NOT NULL,
    copied_at timestamptz,
    copied_updated_at timestamptz,
    settled boolean NOT NULL DEFAULT false,
    details_pending text[],
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz,
    sqlstate text,
    message text,
    PRIMARY KEY (app_id, session_id)
);

CREATE INDEX IF NOT EXISTS sync_sessions_created_at_idx
    ON sync_sessions (app_id, created_at);
CREATE INDEX IF NOT EXISTS sync_sessions_uncopied_idx
    ON sync_sessions (created_at) WHERE copied_at IS NULL AND NOT settled;
CREATE INDEX IF NOT EXISTS sync_sessions_unsettled_idx
    ON sync_sessions (ended_at) WHERE copied_at IS NOT NULL AND NOT settled;
CREATE INDEX IF NOT EXISTS sync_sessions_details_idx
    ON sync_sessions (created_at) WHERE details_pending IS NOT NULL;

COMMENT ON TABLE sync_sessions IS 'how far the copy of each session is';
COMMENT ON COLUMN sync_sessions.app_id IS 'app that the session belongs to';
COMMENT ON COLUMN sync_sessions.session_id IS 'id of the session';
COMMENT ON COLUMN sync_sessions.created_at IS 'when the session was created';
COMMENT ON COLUMN sync_sessions.ended_at IS
    'when the session ended, NULL while it is live';
COMMENT ON COLUMN sync_sessions.updated_at IS
    'updated_at of the session when it was last seen';
COMMENT ON COLUMN sync_sessions.seen_at IS
    'when the API last told of the session';
COMMENT ON COLUMN sync_sessions.copied_at IS
    'when its participants were copied, NULL if that is to be done';
COMMENT ON COLUMN sync_sessions.copied_updated_at IS
    'updated_at of the session when its participants were copied';
COMMENT ON COLUMN sync_sessions.settled IS
    'nothing will change any more: the session is not asked for again';
COMMENT ON COLUMN sync_sessions.details_pending IS
    'participants whose statistics are still to be read, empty if all, NULL if none';
COMMENT ON COLUMN sync_sessions.attempts IS 'failures in a row';
COMMENT ON COLUMN sync_sessions.next_attempt_at IS
    'not tried again before, NULL if nothing failed';
COMMENT ON COLUMN sync_sessions.sqlstate IS 'SQLSTATE of the last failure';
COMMENT ON COLUMN sync_sessions.message IS 'message of the last failure';
