#!/bin/bash
# Run fuzz targets, two at a time: test/fuzz/run.sh SECONDS TARGET…
#
# They start from test/fuzz/corpus and from what earlier runs found worth
# keeping (build/fuzz/corpus).  What makes a target fail is left in
# build/fuzz/findings, and belongs in test/fuzz/regression once mended.  Prints
# executions and findings of each target, then how much of src/api all of them
# reached; the last line counts.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
here=$top/build/fuzz
seconds=$1
shift

# Run one target; its output is $here/TARGET.log.
fuzz() {
    local target=$1

    mkdir -p "$here/corpus/$target" "$here/findings"
    LLVM_PROFILE_FILE="$here/$target.profraw" \
        "$here/fuzz_$target" -max_total_time="$seconds" -max_len=4096 \
        -timeout=25 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$here/findings/$target-" \
        "$here/corpus/$target" "$top/test/fuzz/corpus/${target/reader/json}" \
        >"$here/$target.log" 2>&1
}

# Executions of a target's run, 0 when it broke off before it could say.
executions() {
    sed -nE 's/^stat::number_of_executed_units: *([0-9]+)/\1/p' \
        "$here/$1.log" | grep . || echo 0
}

# Lines of src/api that were run.  What curl calls is not fuzzed here.
coverage() {
    local target objects=()

    for target in "$@"; do
        objects+=(-object "$here/fuzz_$target")
    done
    llvm-profdata merge -o "$here/all.profdata" "$here"/*.profraw
    llvm-cov report "${objects[@]}" -instr-profile="$here/all.profdata" \
        -show-functions=false -show-region-summary=false \
        -show-branch-summary=false \
        -ignore-filename-regex='test/|/http[a-z_]*\.c|/loop\.c' |
        awk 'NF > 6 && $1 != "Filename" && $(NF - 2) > 0 {
            sub(".*/", "", $1); printf "%-14s %4d of %4d lines %8s\n", $1,
                $(NF - 2) - $(NF - 1), $(NF - 2), $NF }'
}

cd "$top"
rm -rf "$here"/*.profraw "$here"/*.status
for target in "$@"; do
    while [ "$(jobs -rp | wc -l)" -ge 2 ]; do
        wait -n || true
    done
    { fuzz "$target" && status=0 || status=$?
      echo "$status" >"$here/$target.status"; } &
done
wait

passed=0
failed=0
for target in "$@"; do
    if [ "$(cat "$here/$target.status")" = 0 ]; then
        passed=$((passed + 1))
        found="no finding"
    else
        failed=$((failed + 1))
        found="FINDING, see $here/$target.log"
    fi
    printf '%-8s %12d executions: %s\n' "$target" \
        "$(executions "$target")" "$found"
done
coverage "$@"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
