CREATE TABLE IF NOT EXISTS sync_state (
    id integer PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    pii boolean NOT NULL DEFAULT false,
    apps_listed_at timestamptz,
    details_from text,
    paused_until timestamptz,
    pruned_before timestamptz NOT NULL DEFAULT '-infinity'
);

INSERT INTO sync_state (id)
SELECT 1 WHERE NOT EXISTS (SELECT FROM sync_state);

COMMENT ON TABLE sync_state IS 'what rtk_analytics knows of this copy, one row';
COMMENT ON COLUMN sync_state.id IS 'always 1';
COMMENT ON COLUMN sync_state.pii IS 'is participant_pii filled';
COMMENT ON COLUMN sync_state.apps_listed_at IS 'when the apps were last listed';
COMMENT ON COLUMN sync_state.details_from IS
    'which method has the call statistics, participant or peer_report; NULL until that is known';
COMMENT ON COLUMN sync_state.paused_until IS
    'when the API allows requests again, NULL if it does';
COMMENT ON COLUMN sync_state.pruned_before IS
    'sessions that started before this were pruned and are not copied again';
