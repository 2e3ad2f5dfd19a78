#!/bin/bash
# The regression tests, and generated options, in a backend whose rtk_fdw is
# built with AddressSanitizer and UndefinedBehaviorSanitizer.  Installs that
# build for the time being, so it wants the folders of the server writable.
# RTK_REGRESS names some of the tests.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=test/torture/server.sh
. "$top/test/torture/server.sh"
installed=$("$PG_CONFIG" --pkglibdir)/rtk_fdw.so
tree=$log/asan

stop() {
    cluster_stop
    [ ! -f "$log/installed.so" ] || cp "$log/installed.so" "$installed"
    rm -f "$log/installed.so"
}

# A copy of the tree, as files of the two builds have the same names.
build() {
    rm -rf "$tree" && mkdir -p "$tree"
    tar -C "$top" --exclude=./build --exclude=./.git --exclude='*.o' \
        --exclude='*.bc' --exclude='*.so' -cf - . | tar -C "$tree" -xf -
    make -C "$tree" --silent -j2 with_llvm=no PROFILE="-O1 -g \
        -fsanitize=address,undefined -fno-omit-frame-pointer"
}

# Each report is a failure; it is shown.
reports() {
    local found=("$RTK_CLUSTER"/report.*)

    if [ ! -e "${found[0]}" ]; then
        echo "ok - no report of a sanitizer"
    else
        echo "not ok - ${#found[@]} reports of sanitizers"
        head -n 60 "${found[@]}" | sed 's/^/# /'
    fi
}

cd "$top"
if [ ! -w "$(dirname "$installed")" ]; then
    echo "1..0 # skip $(dirname "$installed") is not writable"
    exit 0
fi
trap stop EXIT
build >"$log/asan.build.log" 2>&1 || { tail -n 30 "$log/asan.build.log"; exit 1; }
cp "$installed" "$log/installed.so"
cp "$tree/rtk_fdw.so" "$installed"
cluster_start
gcc -shared -fPIC -Wl,-z,initfirst -o "$RTK_CLUSTER/first.so" \
    test/torture/first.c
chmod 644 "$RTK_CLUSTER/first.so"
cluster_restart \
    LD_PRELOAD="$(gcc -print-file-name=libasan.so):$RTK_CLUSTER/first.so" \
    ASAN_OPTIONS="detect_leaks=0:detect_stack_use_after_return=0:log_path=$RTK_CLUSTER/report" \
    UBSAN_OPTIONS="print_stacktrace=1:log_path=$RTK_CLUSTER/report"
make installcheck ${RTK_REGRESS:+REGRESS="$RTK_REGRESS"} \
    >"$log/asan.regress.log" 2>&1 || true
torture_regress "$log/asan.regress.log" >"$log/asan.tap"
RTK_OPTION_RUNS=5000 test/with_mock.sh psql --no-psqlrc --quiet \
    --file=test/torture/options.sql postgres >>"$log/asan.tap" 2>&1 || true
reports >>"$log/asan.tap"
cat "$log/asan.tap"
torture_summary "$log/asan.tap"
