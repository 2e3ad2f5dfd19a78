CREATE TABLE IF NOT EXISTS participants (
    app_id text,
    session_id text,
    participant_id text,
    session_started_at timestamptz,
    user_id text,
    custom_participant_id text,
    display_name text,
    preset_name text,
    joined_at timestamptz,
    left_at timestamptz,
    duration float8,
    created_at timestamptz,
    updated_at timestamptz,
    PRIMARY KEY (app_id, session_id, participant_id, session_started_at)
) PARTITION BY RANGE (session_started_at);
