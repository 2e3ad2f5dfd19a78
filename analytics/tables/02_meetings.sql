CREATE TABLE IF NOT EXISTS meetings (
    app_id text,
    meeting_id text,
    title text,
    status text,
    created_at timestamptz,
    updated_at timestamptz,
    PRIMARY KEY (app_id, meeting_id)
);

COMMENT ON TABLE meetings IS 'meetings of copied sessions';
COMMENT ON COLUMN meetings.app_id IS 'app that the meeting belongs to';
COMMENT ON COLUMN meetings.meeting_id IS 'id of the meeting';
COMMENT ON COLUMN meetings.title IS 'title of the meeting';
COMMENT ON COLUMN meetings.status IS
    'ACTIVE or INACTIVE: whether it can be joined';
COMMENT ON COLUMN meetings.created_at IS 'when the meeting was created';
COMMENT ON COLUMN meetings.updated_at IS 'when the meeting was last updated';
