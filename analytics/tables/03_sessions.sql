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
    PRIMARY KEY (app_id, session_id, started_at)
) PARTITION BY RANGE (started_at);
