-- The columns of rtk_analytics.participant_pii().
CREATE TABLE IF NOT EXISTS participant_pii (
    app_id text,
    session_id text,
    participant_id text,
    session_started_at timestamptz,
    ip text,
    city text,
    region text,
    postal text,
    timezone text,
    organization text,
    asn text,
    user_agent text,
    callstats jsonb,
    PRIMARY KEY (session_id, app_id, participant_id, session_started_at)
) PARTITION BY RANGE (session_started_at);
