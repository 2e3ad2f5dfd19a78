-- ANALYZE reads a bounded sample, and the planner knows the sizes from then on.
\i test/regress.sql
\pset format unaligned
\pset tuples_only on
CREATE FUNCTION sizes() RETURNS SETOF text LANGUAGE sql AS $$
    SELECT relname || ' ' || reltuples
    FROM pg_class JOIN pg_foreign_table ON ftrelid = oid
    WHERE reltuples >= 0 ORDER BY 1
$$;

-- Whole lists where they are short; no details, no request parameters.
ANALYZE apps, sessions, sessions_participants;
SELECT sizes();
:seen
SELECT attname, null_frac, n_distinct FROM pg_stats
    WHERE tablename = 'sessions_participants'
      AND attname IN ('session_id', 'participant_id', 'callstats', 'search')
    ORDER BY 1;
-- Selectivities of keys follow.
CREATE FUNCTION rows_of(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    plan json;
BEGIN
    EXECUTE 'EXPLAIN (FORMAT json) ' || query INTO plan;
    RETURN plan #>> '{0,Plan,Plan Rows}';
END $$;
SELECT rows_of('SELECT * FROM sessions_participants');
SELECT rows_of($$SELECT * FROM sessions_participants WHERE session_id = 'sess-1'$$);
SELECT rows_of($$SELECT * FROM sessions_participants
    WHERE participant_id = 'part-1'$$);
SELECT rows_of($$SELECT * FROM sessions_participants
    WHERE callstats IS NOT NULL$$);
:seen
-- The sample ends with the requests that it may have; the rest is estimated.
ALTER SERVER realtime OPTIONS (ADD analyze_max_requests '4', ADD per_page '1');
ANALYZE sessions_participants (session_id);
SELECT sizes();
:seen
-- Less where a statement may send less.
ALTER FOREIGN TABLE sessions OPTIONS (ADD max_requests '2');
ANALYZE sessions;
:seen
-- None at all.
ALTER SERVER realtime OPTIONS (SET analyze_max_requests '0');
ANALYZE apps;
ALTER SERVER realtime OPTIONS (SET analyze_max_requests '9', DROP account_id);
ANALYZE apps;
:seen
ALTER SERVER realtime OPTIONS (ADD account_id 'acc-demo', ADD enumerate 'false');
ANALYZE sessions;
:seen
-- A failure is one, not a small sample.
ALTER SERVER realtime OPTIONS (DROP enumerate, DROP per_page);
\! test/ctl.sh fault match=sess-2 fault=status status=403 >/dev/null
\set VERBOSITY terse
ANALYZE sessions_participants;
\echo :LAST_ERROR_SQLSTATE
\! test/ctl.sh reset >/dev/null
:forget
