# shellcheck shell=bash
# Steps of tests, counted; sourced by the scripts beside it.
#
#   step NAME COMMAND…   run it, its output in $logs/NAME.log, and count
#   tap PATH             run the TAP tests of a file or folder of test/
#
# They count in passed, failed and skipped.  The caller sets top and logs, and
# sources cluster.sh.

passed=0
failed=0
skipped=0

# Add up what a step's log reports: TAP lines, Python's unittest, "N passed, N
# failed", or pg_regress's summary, whose wording is the same in all versions.
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
    elif grep -qE '^[0-9]+ passed, [0-9]+ failed$' "$log"; then
        read -r ok not_ok <<<"$(sed -nE \
            's/^([0-9]+) passed, ([0-9]+) failed$/\1 \2/p' "$log" | tail -n 1)"
    fi
    echo "$ok $not_ok"
}

# Run a step and count its tests.  A step that fails without naming a failed
# test, or passes without a test, counts as one failure.  What is skipped, one
# test or all of a program, has not passed.
step() {
    local name=$1 log=$logs/$1.log status=0 ok not_ok skip
    shift
    echo "== $name"
    "$@" >"$log" 2>&1 </dev/null || status=$?
    read -r ok not_ok <<<"$(count "$log")"
    skip=$(grep -ciE '^ok .*# skip|^1\.\.0 # skip|\.\. skipped: ' "$log" ||
        true)
    ok=$((ok - $(grep -ciE '^ok .*# skip' "$log" || true)))
    if [ "$not_ok" = 0 ] &&
        { [ "$status" != 0 ] || [ "$((ok + skip))" = 0 ]; }; then
        not_ok=1
    fi
    if [ "$not_ok" != 0 ]; then
        complain "$name" "$log"
    fi
    echo "$ok passed, $not_ok failed"
    passed=$((passed + ok))
    failed=$((failed + not_ok))
    skipped=$((skipped + skip))
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

# TAP tests make clusters of their own, which cannot be done as root, and the
# server's user may not be able to read the checkout: they run in a copy.
# PostgreSQL::Test comes with the server's development package.  Most of the
# time they wait, so that two at a time are nearly twice as fast.
tap() {
    local pgxs stage status=0

    pgxs=$(dirname "$(dirname "$("$PG_CONFIG" --pgxs)")")
    stage=$(as_server mktemp -d /tmp/rtk_tap.XXXXXX)
    tar -C "$top" --exclude=__pycache__ -cf - test |
        as_server tar -C "$stage" -xf -
    as_server env -u PGHOST -u PGPORT -u PGUSER \
        TESTDIR="$stage" TESTDATADIR="$stage/data" TESTLOGDIR="$stage/log" \
        PG_TEST_PORT_DIR="$stage/port" LC_ALL=C \
        PG_REGRESS="$pgxs/test/regress/pg_regress" \
        prove --jobs=2 --verbose --failures --comments --ext .pl \
        -I "$stage/test/t" -I "$pgxs/test/perl" "$stage/test/$1" || status=$?
    no_token_in "$stage" || status=1
    rm -rf "$stage"
    return "$status"
}

# No log of a server in a folder has a token, but in a statement's text, or a
# header of a request.  Prints a line of TAP, if there is any log.
no_token_in() {
    local name='S5 no token in the logs of these servers' logs found

    mapfile -t logs < <(find "$1" -name '*.log')
    [ "${#logs[@]}" != 0 ] || return 0
    found=$(awk '/^[0-9][0-9][0-9][0-9]-/ {
            told = !/ (LOG:  (statement|execute)|STATEMENT:  )/
        }
        told && /(test|wrong|forbidden)-token|marker-.*4f1d9c|Bearer /
        ' "${logs[@]}" </dev/null)
    if [ -n "$found" ]; then
        echo "not ok - $name"
        head -n 20 <<<"$found" | sed 's/^/#   /'
        return 1
    fi
    echo "ok - $name"
}
