# shellcheck shell=bash
# The private cluster of test/cluster.sh with something around its server;
# sourced by the scripts beside it.
#
#   torture_regress LOG         pg_regress's results, of any version, as TAP
#   torture_summary LOG         count the TAP lines of a log as the last line

export PG_CONFIG=${PG_CONFIG:-pg_config}
# shellcheck source=test/cluster.sh
. "$(dirname "${BASH_SOURCE[0]}")/../cluster.sh"
log=$(dirname "${BASH_SOURCE[0]}")/../../build/torture
mkdir -p "$log"
log=$(cd "$log" && pwd)

torture_regress() {
    sed -nE 's/^test ([a-z_]+) .* ok .*/ok - \1/p
        s/^test ([a-z_]+) .*FAILED.*/not ok - \1/p
        s/^(not )?ok [0-9]+ +- ([a-z_]+) .*/\1ok - \2/p' "$1"
}

torture_summary() {
    local ok not_ok

    ok=$(grep -cE '^ok ' "$1" || true)
    not_ok=$(grep -cE '^not ok |ERROR|FATAL|PANIC|server closed' "$1" || true)
    echo "$ok passed, $not_ok failed"
    [ "$not_ok" = 0 ] && [ "$ok" != 0 ]
}
