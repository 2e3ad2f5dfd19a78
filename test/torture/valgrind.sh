#!/bin/bash
# Some regression tests in a server under valgrind: no error may have rtk_fdw
# on its stack.  Those of PostgreSQL alone, which suppressions are for, do not
# count.  RTK_REGRESS names other tests.  Wants rtk_fdw installed.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=test/torture/server.sh
. "$top/test/torture/server.sh"

# Start the server under valgrind, and wait until it answers.
start() {
    local tries

    as_server "$RTK_BINDIR/pg_ctl" --pgdata="$RTK_CLUSTER/data" --wait \
        --mode=fast stop >/dev/null
    as_server valgrind --quiet --trace-children=yes --leak-check=no \
        --error-limit=no --num-callers=30 --read-var-info=no \
        --log-file="$RTK_CLUSTER/valgrind.%p" \
        "$RTK_BINDIR/postgres" -D "$RTK_CLUSTER/data" \
        </dev/null >"$log/valgrind.server.log" 2>&1 &
    for ((tries = 0; tries < 120; tries++)); do
        ! psql --no-psqlrc --command='SELECT 1' postgres >/dev/null 2>&1 ||
            return 0
        sleep 1
    done
    cat "$log/valgrind.server.log" >&2
    return 1
}

# The errors with a frame of rtk_fdw, a paragraph each.
errors() {
    cat "$RTK_CLUSTER"/valgrind.* | sed -E 's/^==[0-9]+== ?//' |
        awk 'BEGIN { RS = "" } /rtk_fdw/ && /(at|by) 0x/ { print $0 "\n" }'
}

if ! command -v valgrind >/dev/null; then
    echo "1..0 # skip valgrind is not installed"
    exit 0
fi
cd "$top"
trap cluster_stop EXIT
cluster_start
start
make installcheck REGRESS="${RTK_REGRESS:-keys paging values sort join errors}" \
    >"$log/valgrind.regress.log" 2>&1 || true
torture_regress "$log/valgrind.regress.log" >"$log/valgrind.tap"
errors >"$log/valgrind.errors"
if [ -s "$log/valgrind.errors" ]; then
    head -n 60 "$log/valgrind.errors" | sed 's/^/# /'
    echo "not ok - errors of valgrind, see $log/valgrind.errors"
else
    echo "ok - no error of valgrind has rtk_fdw on its stack"
fi >>"$log/valgrind.tap"
cat "$log/valgrind.tap"
torture_summary "$log/valgrind.tap"
