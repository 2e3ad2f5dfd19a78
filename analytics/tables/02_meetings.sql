CREATE TABLE IF NOT EXISTS meetings (
    app_id text,
    meeting_id text,
    title text,
    status text,
    created_at timestamptz,
    updated_at timestamptz,
    PRIMARY KEY (app_id, meeting_id)
);
