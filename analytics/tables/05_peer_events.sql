CREATE TABLE IF NOT EXISTS peer_events (
    app_id text,
    session_id text,
    participant_id text,
    session_started_at timestamptz,
    event_no integer,
    event_id text,
    event_name text,
    created_at timestamptz,
    minutes_consumed float8,
    PRIMARY KEY (app_id, session_id, participant_id, event_no,
        session_started_at)
) PARTITION BY RANGE (session_started_at);
