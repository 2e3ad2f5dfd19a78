CREATE TABLE IF NOT EXISTS sync_meetings (
    app_id text,
    meeting_id text,
    read_at timestamptz NOT NULL,
    PRIMARY KEY (app_id, meeting_id)
);

CREATE INDEX IF NOT EXISTS sync_meetings_missing_idx
    ON sync_meetings (app_id) WHERE read_at = '-infinity';

COMMENT ON TABLE sync_meetings IS
    'meetings of sessions, those that the API does not have included';
COMMENT ON COLUMN sync_meetings.app_id IS 'app that the meeting belongs to';
COMMENT ON COLUMN sync_meetings.meeting_id IS 'id of the meeting';
COMMENT ON COLUMN sync_meetings.read_at IS
    'when it was last asked for, -infinity if that is to be done';
