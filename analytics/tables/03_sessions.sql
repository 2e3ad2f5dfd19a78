CREATE TABLE IF NOT EXISTS sessions (
    app_id text,
    session_id text,
    associated_id text,
    meeting_display_name text,
    type text,
    status text,
    created_at timestamptz,
    started_at timestamptz,
    ended_at timestamptz,
    updated_at timestamptz,
    live_participants integer,
    max_concurrent_participants integer,
    minutes_consumed float8,
    PRIMARY KEY (session_id, app_id, started_at)
) PARTITION BY RANGE (started_at);

CREATE INDEX IF NOT EXISTS sessions_associated_id_idx
    ON sessions (associated_id);

COMMENT ON TABLE sessions IS 'sessions, those that are live included';
COMMENT ON COLUMN sessions.app_id IS 'app that the session belongs to';
COMMENT ON COLUMN sessions.session_id IS 'id of the session';
COMMENT ON COLUMN sessions.associated_id IS
    'id of the meeting that the session is of';
COMMENT ON COLUMN sessions.meeting_display_name IS
    'title of the meeting at the time of the session';
COMMENT ON COLUMN sessions.type IS 'kind of session, as meeting';
COMMENT ON COLUMN sessions.status IS 'LIVE or ENDED';
COMMENT ON COLUMN sessions.created_at IS 'when the session was created';
COMMENT ON COLUMN sessions.started_at IS
    'when the session began; created_at where the API does not say';
COMMENT ON COLUMN sessions.ended_at IS
    'when the session ended, NULL while it is live';
COMMENT ON COLUMN sessions.updated_at IS 'when the session was last updated';
COMMENT ON COLUMN sessions.live_participants IS
    'participants in the session when it was read';
COMMENT ON COLUMN sessions.max_concurrent_participants IS
    'most participants at once';
COMMENT ON COLUMN sessions.minutes_consumed IS
    'participant minutes of the session';
