#!/bin/bash
# Everything `make torture` does: the parts of the tests that take long.
#
#   test/torture.sh [STEP…]    all steps, or some
#
# The last line says how many tests passed, failed and were skipped; exit
# status 0 only when none failed.  Full output of each step, and the figures
# that it prints: build/torture/STEP.log.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
logs=$top/build/torture

# A line for each step: its name, and the command.
steps() {
    cat <<'STEPS'
unit make unit
meta python3 test/meta.py
quick tap t
fuzz fuzz
values values
memory tap torture/memory.pl
scans tap torture/scans.pl
slow tap torture/slow.pl
cancel tap torture/latency.pl
soak tap torture/soak.pl
pg_upgrade tap torture/pg_upgrade.pl
bi test/bi/run.sh
sync tap torture/sync.pl
interrupted interrupted
asan test/torture/asan.sh
valgrind test/torture/valgrind.sh
STEPS
}

fuzz() {
    if ! command -v clang >/dev/null; then
        echo "1..0 # skip no clang"
    else
        make -C "$top" fuzz
    fi
}

# More values than in `make test`.
values() (
    trap cluster_stop EXIT
    cluster_start
    python3 -B test/values/values.py --count "${VALUES:-3000000}"
)

# A name that no step has would run nothing, which must not pass for a success.
check_names() {
    local name names

    names=$(steps | cut -d' ' -f1 | paste -sd' ')
    for name in "$@"; do
        if [[ " $names " != *" $name "* ]]; then
            echo "test/torture.sh: no step \"$name\"; the steps are: $names" >&2
            return 1
        fi
    done
}

# Copies that are interrupted more often than in `make test`.
interrupted() {
    SYNC_TIMES=${SYNC_TIMES:-50} SYNC_SESSIONS=${SYNC_SESSIONS:-2000} \
        tap t/082_interrupted.pl
}

# What was measured, which no test asserts.
show_figures() {
    grep -hE "^# figures: " "$logs/$1.log" || true
}

# The tests of each row of the pages on faults and threats.
rows() {
    step rows python3 test/rows.py "$logs"
    cat "$logs/rows.log"
}

main() {
    local name command

    check_names "$@"
    export PG_CONFIG=${PG_CONFIG:-pg_config}

    cd "$top"
    mkdir -p "$logs"
    [ "$#" != 0 ] || rm -f "$logs"/*.log
    test/setup.sh
    test/torture/setup.sh
    # shellcheck source=test/cluster.sh
    . test/cluster.sh
    # shellcheck source=test/steps.sh
    . test/steps.sh
    echo "== build"
    test/build.sh
    while read -r name command; do
        [ "$#" = 0 ] || [[ " $* " == *" $name "* ]] || continue
        # shellcheck disable=SC2086
        step "$name" $command
        show_figures "$name"
    done < <(steps)
    [ "$#" != 0 ] || rows
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" = 0 ]
}

main "$@"
