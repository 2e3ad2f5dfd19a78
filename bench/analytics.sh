#!/bin/bash
# How long the views of rtk_analytics take over generated rows, in one process:
#
#   bench/analytics.sh [PARTICIPANTS]
#
# A server of PostgreSQL with rtk_analytics installed is expected (PGHOST and so
# on), or else one is made and thrown away.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [ -z "${PGHOST:-}" ]; then
    # shellcheck source=test/cluster.sh
    . test/cluster.sh
    trap cluster_stop EXIT
    cluster_start
fi

# Seconds of processor and in all that a statement takes, its rows thrown away.
time_of() {
    printf '%-72s' "${1//$'\n'/ }"
    psql -Xqd postgres -v ON_ERROR_STOP=1 -o /dev/null \
        -c 'SET search_path = bench_analytics' \
        -c "SET work_mem = '64MB'" -c 'SET jit = off' \
        -c 'SET max_parallel_workers_per_gather = 0' \
        -c 'SET log_statement_stats = on' -c 'SET client_min_messages = log' \
        -c "$1" 2>&1 |
        sed -nE 's/^!\t([0-9.]+) s user.* ([0-9.]+) s elapsed.*/\1 \2/p' |
        tail -1 | xargs -r printf '%7.1f s of processor %7.1f s\n'
}

psql -Xqd postgres -v participants="${1:-1000000}" -v ON_ERROR_STOP=1 \
    -f bench/analytics.sql
one="session_id = 'session-7777'"
day="started_at >= '2026-06-15 00:00Z' AND started_at < '2026-06-16 00:00Z'"
for statement in \
    "SELECT * FROM session_summary WHERE $one" \
    "SELECT * FROM session_summary WHERE $day" \
    "SELECT * FROM join_leave_timeline WHERE $one" \
    "SELECT * FROM peer_event_timeline WHERE $one" \
    "SELECT * FROM participant_quality WHERE $one" \
    'SELECT * FROM presence' 'SELECT * FROM participant_quality' \
    'SELECT * FROM session_summary' 'SELECT * FROM troubled_sessions' \
    'SELECT * FROM join_leave_timeline' \
    'SELECT * FROM device_breakdown' 'SELECT * FROM geo_breakdown' \
    'SELECT * FROM sdk_breakdown' \
    "SELECT * FROM minutes_per_day('Asia/Kolkata')" \
    "SELECT * FROM minutes_per_hour('Asia/Kolkata')" \
    'SELECT * FROM concurrency_profile' 'SELECT * FROM meeting_rollup' \
    'SELECT * FROM user_rollup' \
    "SELECT rtk_analytics.materialize('bench_analytics')" \
    "SELECT rtk_analytics.refresh('bench_analytics')" \
    "SELECT rtk_analytics.refresh('bench_analytics')"; do
    time_of "$statement"
done
