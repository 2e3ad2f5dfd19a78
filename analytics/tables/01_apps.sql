CREATE TABLE IF NOT EXISTS apps (
    app_id text PRIMARY KEY,
    name text,
    created_at timestamptz
);
