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
    PRIMARY KEY (session_id, app_id, participant_id, session_started_at)
) PARTITION BY RANGE (session_started_at);

CREATE INDEX IF NOT EXISTS participants_user_id_idx
    ON participants (user_id);
CREATE INDEX IF NOT EXISTS participants_custom_participant_id_idx
    ON participants (custom_participant_id);

COMMENT ON TABLE participants IS 'participants of sessions that have ended';
COMMENT ON COLUMN participants.app_id IS 'app that the session belongs to';
COMMENT ON COLUMN participants.session_id IS 'session that was joined';
COMMENT ON COLUMN participants.participant_id IS
    'id of the participant, new in each session';
COMMENT ON COLUMN participants.session_started_at IS
    'started_at of the session; the tables are partitioned by it';
COMMENT ON COLUMN participants.user_id IS 'id of the user over all sessions';
COMMENT ON COLUMN participants.custom_participant_id IS
    'id that your backend gave the participant';
COMMENT ON COLUMN participants.display_name IS 'name shown in the session';
COMMENT ON COLUMN participants.preset_name IS
    'preset (role) of the participant';
COMMENT ON COLUMN participants.joined_at IS 'when the participant first joined';
COMMENT ON COLUMN participants.left_at IS
    'when the participant left for good, NULL while in the session';
COMMENT ON COLUMN participants.duration IS 'minutes in the session';
COMMENT ON COLUMN participants.created_at IS 'when the participant was created';
COMMENT ON COLUMN participants.updated_at IS
    'when the participant was last updated';
