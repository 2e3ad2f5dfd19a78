CREATE TABLE IF NOT EXISTS sync_apps (
    app_id text PRIMARY KEY,
    listed_from timestamptz,
    listed_to timestamptz,
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz,
    sqlstate text,
    message text
);

CREATE TABLE IF NOT EXISTS sync_gaps (
    app_id text,
    gap_from timestamptz,
    gap_to timestamptz NOT NULL,
    run_id bigint,
    next_offset bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (app_id, gap_from)
);

COMMENT ON TABLE sync_apps IS
    'which sessions of each app were listed, by created_at';
COMMENT ON COLUMN sync_apps.app_id IS 'id of the app';
COMMENT ON COLUMN sync_apps.listed_from IS
    'sessions created from here on were listed, but for the gaps';
COMMENT ON COLUMN sync_apps.listed_to IS
    'and up to here: when the last listing began';
COMMENT ON COLUMN sync_apps.attempts IS 'failures in a row of its lists';
COMMENT ON COLUMN sync_apps.next_attempt_at IS
    'its lists are not asked for before, NULL if nothing failed';
COMMENT ON COLUMN sync_apps.sqlstate IS 'SQLSTATE of the last failure';
COMMENT ON COLUMN sync_apps.message IS 'message of the last failure';
COMMENT ON TABLE sync_gaps IS
    'ranges of created_at whose sessions are still to be listed';
COMMENT ON COLUMN sync_gaps.app_id IS 'id of the app';
COMMENT ON COLUMN sync_gaps.gap_from IS 'start of the range';
COMMENT ON COLUMN sync_gaps.gap_to IS
    'end of the range; it moves towards the start as pages are read';
COMMENT ON COLUMN sync_gaps.run_id IS 'run that read a page of it last';
COMMENT ON COLUMN sync_gaps.next_offset IS
    'sessions before the next page, while that run lasts';
