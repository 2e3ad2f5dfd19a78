CREATE TABLE IF NOT EXISTS apps (
    app_id text PRIMARY KEY,
    name text,
    created_at timestamptz
);

COMMENT ON TABLE apps IS 'apps of the account';
COMMENT ON COLUMN apps.app_id IS 'id of the app';
COMMENT ON COLUMN apps.name IS 'name of the app';
COMMENT ON COLUMN apps.created_at IS 'when the app was created';
