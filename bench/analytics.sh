#!/bin/bash
# How long the views of rtk_analytics take over generated rows:
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

# Time of a statement in milliseconds, its rows thrown away.
time_of() {
    printf '%-60s' "$1"
    psql -Xqd postgres -v ON_ERROR_STOP=1 -o /dev/null \
        -c 'SET search_path = bench_analytics' -c 'SET work_mem = "64MB"' \
        -c '\timing on' -c "$1" -c '\timing off' | tail -1
}

psql -Xqd postgres -v participants="${1:-1000000}" -v ON_ERROR_STOP=1 \
    -f bench/analytics.sql
