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
    PRIMARY KEY (session_id, app_id, participant_id, event_no,
        session_started_at)
) PARTITION BY RANGE (session_started_at);

COMMENT ON TABLE peer_events IS 'joins, leaves and other events of participants';
COMMENT ON COLUMN peer_events.app_id IS 'app that the session belongs to';
COMMENT ON COLUMN peer_events.session_id IS 'session of the participant';
COMMENT ON COLUMN peer_events.participant_id IS
    'participant that was connected';
COMMENT ON COLUMN peer_events.session_started_at IS
    'started_at of the session; the tables are partitioned by it';
COMMENT ON COLUMN peer_events.event_no IS
    'number of the event, from 1, in order of created_at';
COMMENT ON COLUMN peer_events.event_id IS
    'id of the event; participants may share it';
COMMENT ON COLUMN peer_events.event_name IS 'name of the event, as PEER_JOINED';
COMMENT ON COLUMN peer_events.created_at IS 'when it happened';
COMMENT ON COLUMN peer_events.minutes_consumed IS
    'participant minutes of a connection that ended with it';
