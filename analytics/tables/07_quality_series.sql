-- The columns of rtk_analytics.quality_series().
CREATE TABLE IF NOT EXISTS quality_series (
    app_id text,
    session_id text,
    participant_id text,
    session_started_at timestamptz,
    media text,
    direction text,
    samples integer,
    at timestamptz[],
    mos float4[],
    packets float4[],
    packets_lost float4[],
    jitter_ms float4[],
    rtt_ms float4[],
    frames_per_second float4[],
    frame_height float4[],
    frames_dropped float4[],
    concealment_events float4[],
    PRIMARY KEY (session_id, app_id, participant_id, media, direction,
        session_started_at)
) PARTITION BY RANGE (session_started_at);
