#!/bin/bash
# Everything `make test` does: packages, build, installation, unit tests,
# pg_regress, statements in every mode and TAP tests against the mock API, on a
# private cluster.
# The last line says how many tests passed and failed; exit status 0 only when
# all ran and none failed.  Full output of each step: build/test/STEP.log.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
logs=$top/build/test
passed=0
failed=0

cleanup() {
    [ "$(type -t cluster_stop)" != function ] || cluster_stop
    [ -z "${stage:-}" ] || rm -rf "$stage"
}

# Add up what a step's log reports: TAP lines, Python's unittest, or
# pg_regress's summary, whose wording is the same in all versions.
count() {
    local log=$1 ok not_ok total bad

    ok=$(grep -cE '^ok ' "$log" || true)
    not_ok=$(grep -cE '^not ok ' "$log" || true)
    if grep -qE 'All [0-9]+ tests passed' "$log"; then
        ok=$(sed -nE 's/.*All ([0-9]+) tests passed.*/\1/p' "$log")
        not_ok=0
    elif grep -qE '[0-9]+ of [0-9]+ tests failed' "$log"; then
        read -r bad total <<<"$(sed -nE \
            's/[^0-9]*([0-9]+) of ([0-9]+) tests failed.*/\1 \2/p' "$log")"
        ok=$((total - bad))
        not_ok=$bad
    elif grep -qE '^Ran [0-9]+ tests? in' "$log"; then
        total=$(sed -nE 's/^Ran ([0-9]+) tests? in.*/\1/p' "$log")
        not_ok=$(grep -cE '^(FAIL|ERROR): ' "$log" || true)
        ok=$((total - not_ok))
    fi
    echo "$ok $not_ok"
}

# Run a step and count its tests.  A step that fails without naming a failed
# test, or passes without a test, counts as one failure.
step() {
    local name=$1 log=$logs/$1.log status=0 ok not_ok
    shift
    echo "== $name"
    "$@" >"$log" 2>&1 </dev/null || status=$?
    read -r ok not_ok <<<"$(count "$log")"
    if [ "$not_ok" = 0 ] && { [ "$status" != 0 ] || [ "$ok" = 0 ]; }; then
        not_ok=1
    fi
    if [ "$not_ok" != 0 ]; then
        complain "$name" "$log"
    fi
    echo "$ok passed, $not_ok failed"
    passed=$((passed + ok))
    failed=$((failed + not_ok))
}

# Show what failed: the failed tests with their diagnostics, or the end of the
# log, and the differences that pg_regress found.
complain() {
    local name=$1 log=$2

    grep -E -A 8 '^not ok |FAIL|ERROR|^#.*(Failed|got:|expected:)' "$log" |
        head -n 100 || tail -n 40 "$log"
    if [ "$name" = regress ] && [ -f "$top/regression.diffs" ]; then
        head -n 150 "$top/regression.diffs"
    fi
}

# The server tells all that it can, but for the statements themselves, which
# hold tokens; no_token looks through it afterwards.
regress() {
    rm -f "$top/regression.diffs"
    psql --quiet --no-psqlrc --dbname=postgres <<'SQL'
ALTER SYSTEM SET log_min_messages = 'debug5';
ALTER SYSTEM SET log_min_error_statement = 'panic';
SELECT pg_reload_conf();
SQL
    make -C "$top" installcheck
}

# Some statements that are the same each time, and some new ones.
differential() {
    python3 -B test/proof/differential.py --seed 1 --count 200 &&
        python3 -B test/proof/differential.py --count 100
}

# Is none of the tokens of the tests in the log of all of them?  In any case
# there must be a log of requests.
no_token() {
    local log=$RTK_CLUSTER/log name='no token in the log of the whole suite'

    if ! grep -aqE 'DEBUG: +HTTP 200 in .*GET /' "$log"; then
        echo "not ok 1 - $name: it does not tell of requests"
        return 1
    elif grep -anE '(test|wrong|forbidden)-token|Bearer' "$log"; then
        echo "not ok 1 - $name"
        return 1
    fi
    echo "ok 1 - $name"
}

# TAP tests make clusters of their own, which cannot be done as root, and the
# server's user may not be able to read the checkout: they run in a copy.
# PostgreSQL::Test comes with the server's development package.
tap() {
    local pgxs

    pgxs=$(dirname "$(dirname "$("$PG_CONFIG" --pgxs)")")
    stage=$(as_server mktemp -d /tmp/rtk_tap.XXXXXX)
    tar -C "$top" --exclude=__pycache__ -cf - test |
        as_server tar -C "$stage" -xf -
    as_server env -u PGHOST -u PGPORT -u PGUSER \
        TESTDIR="$stage" TESTDATADIR="$stage/data" TESTLOGDIR="$stage/log" \
        PG_TEST_PORT_DIR="$stage/port" LC_ALL=C \
        PG_REGRESS="$pgxs/test/regress/pg_regress" \
        prove --verbose --failures --comments --ext .pl \
        -I "$stage/test/t" -I "$pgxs/test/perl" "$stage/test/t"
}

main() {
    export PG_CONFIG=${PG_CONFIG:-pg_config}

    cd "$top"
    mkdir -p "$logs"
    trap cleanup EXIT
    test/setup.sh
    # shellcheck source=test/cluster.sh
    . test/cluster.sh
    echo "== build"
    test/build.sh
    step unit make unit
    step table make check-table
    step meta python3 test/meta.py
    step mock python3 -m unittest discover -s test/mock
    cluster_start
    step regress regress
    step statements python3 -B test/proof/statements.py
    step differential differential
    step no_token no_token
    cluster_stop
    step tap tap
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ]
}

main "$@"
