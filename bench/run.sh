#!/bin/bash
# The measured comparisons, as tables; nothing is asserted.
#
#   bench/run.sh [PART…]       all but growth, which is a part of goals
#   bench/run.sh instructions  counted by callgrind, into instructions.md
#
# Parts: goals growth speed settings wire latency queries memory leaks.  RUNS is
# the number of repetitions (5), MOST the last size of growth (1024000).
# BENCH_ROOT names the root of another Debian (debootstrap makes one) to measure
# in, for a peer that this machine's Debian does not have: the tree is copied to
# /root/rtk_fdw.bench there.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=
slow_pids=()

cleanup() {
    [ "$(type -t cluster_stop)" != function ] || cluster_stop
    [ "$(type -t nginx_stop)" != function ] || nginx_stop
    [ "$(type -t mock_stop)" != function ] || mock_stop
    [ ${#slow_pids[@]} = 0 ] || kill "${slow_pids[@]}" 2>/dev/null || true
    [ -z "$folder" ] || rm -rf "$folder"
}

# The same in another root, with a /proc of its own.
elsewhere() {
    local root=$1 copy=root/rtk_fdw.bench results=build/bench/results.json
    shift
    rm -rf "${root:?}/$copy"
    mkdir -p "$root/$copy"
    tar -C "$top" --exclude=./.git --exclude=./build --exclude='*.o' \
        --exclude='*.so' --exclude='*.bc' -cf - . |
        tar -C "$root/$copy" -xf -
    mkdir -p "$root/$copy/build/bench" "$top/build/bench"
    [ ! -f "$top/$results" ] || cp "$top/$results" "$root/$copy/$results"
    unshare --mount --pid --fork --kill-child \
        --mount-proc="$root/proc" chroot "$root" /usr/bin/env -i HOME=/root \
        PATH=/usr/sbin:/usr/bin:/sbin:/bin RUNS="${RUNS:-5}" \
        MOST="${MOST:-1024000}" RELEASE="${RELEASE:-}" \
        "/$copy/bench/run.sh" "$@"
    cp "$root/$copy/bench/instructions.md" "$top/bench/"
    cp "$root/$copy/$results" "$top/$results"
    exit 0
}

# Start a slow API with that many milliseconds; its port goes into a variable.
slow_start() {
    local file=$folder/$2 tries

    python3 "$top/bench/slow_api.py" "$1" "$file" </dev/null &
    slow_pids+=($!)
    for ((tries = 0; tries < 100; tries++)); do
        [ ! -s "$file" ] || break
        sleep 0.1
    done
    printf -v "$2" '%s' "$(<"$file")"
    export "${2?}"
}

main() {
    if [ -n "${BENCH_ROOT:-}" ]; then
        elsewhere "$BENCH_ROOT" "$@"
    fi
    [ $# -gt 0 ] || set -- goals speed settings wire latency queries \
        memory leaks
    cd "$top"
    test/setup.sh
    bench/setup.sh
    test/build.sh
    # shellcheck source=test/cluster.sh
    . test/cluster.sh
    # shellcheck source=bench/nginx.sh
    . bench/nginx.sh
    # shellcheck source=bench/instructions.sh
    . bench/instructions.sh
    # shellcheck source=test/mock.sh
    . test/mock.sh
    trap cleanup EXIT
    folder=$(mktemp -d)
    export BENCH_PYTHON=/usr/bin/python3
    mkdir -p build/bench
    # shellcheck disable=SC2046
    cc -O2 -Wall -Wextra -o build/bench/bare bench/bare.c \
        $(pkg-config --cflags --libs libcurl)
    cluster_start
    nginx_start
    RTK_MOCK_OPTIONS='--data full' mock_start
    slow_start 50 BENCH_SLOW50_PORT
    slow_start 100 BENCH_SLOW100_PORT
    slow_start 50-150 BENCH_UNEVEN_PORT
    slow_start 0 BENCH_QUICK_PORT
    psql -X -d postgres -f bench/setup.sql >/dev/null
    psql -XAt -d postgres -c 'SELECT version()'
    if [ "$*" = instructions ]; then
        instructions
    else
        python3 bench/figures.py "$@"
    fi
}

main "$@"
