CREATE TABLE IF NOT EXISTS forgotten (
    digest text PRIMARY KEY,
    forgotten_at timestamptz NOT NULL
);

COMMENT ON TABLE forgotten IS 'people whom sync leaves out';
COMMENT ON COLUMN forgotten.digest IS
    'SHA-256 of user_id or custom_participant_id, in hexadecimal';
COMMENT ON COLUMN forgotten.forgotten_at IS 'when this was asked for';
