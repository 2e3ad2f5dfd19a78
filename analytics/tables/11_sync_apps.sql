CREATE TABLE IF NOT EXISTS sync_apps (
    app_id text PRIMARY KEY,
    listed_from timestamptz,
    listed_to timestamptz
);

CREATE TABLE IF NOT EXISTS sync_gaps (
    app_id text,
    gap_from timestamptz,
    gap_to timestamptz NOT NULL,
    PRIMARY KEY (app_id, gap_from)
);

COMMENT ON TABLE sync_apps IS
    'which sessions of each app were listed, by created_at';
COMMENT ON COLUMN sync_apps.app_id IS 'id of the app';
COMMENT ON COLUMN sync_apps.listed_from IS
    'sessions created from here on were listed, but for the gaps';
COMMENT ON COLUMN sync_apps.listed_to IS
    'and up to here: when the last listing began';
COMMENT ON TABLE sync_gaps IS
    'ranges of created_at whose sessions are still to be listed';
COMMENT ON COLUMN sync_gaps.app_id IS 'id of the app';
COMMENT ON COLUMN sync_gaps.gap_from IS 'start of the range';
COMMENT ON COLUMN sync_gaps.gap_to IS
    'end of the range; it moves towards the start as pages are read';
