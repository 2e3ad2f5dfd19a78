#!/bin/bash
# The measured comparisons, as tables; nothing is asserted.
#
#   bench/run.sh [speed] [latency] [memory] [leaks]     all four unless given
#
# RUNS is the number of repetitions (5).  BENCH_ROOT names the root of another
# Debian (debootstrap makes one) to measure in, for a peer that this machine's
# Debian does not have: the tree is copied to /root/rtk_fdw.bench there.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=
slow_pids=()

cleanup() {
    [ "$(type -t cluster_stop)" != function ] || cluster_stop
    [ "$(type -t nginx_stop)" != function ] || nginx_stop
    [ ${#slow_pids[@]} = 0 ] || kill "${slow_pids[@]}" 2>/dev/null || true
    [ -z "$folder" ] || rm -rf "$folder"
}

# The same in another root, with a /proc of its own.
elsewhere() {
    local root=$1 copy=root/rtk_fdw.bench
    shift
    rm -rf "${root:?}/$copy"
    mkdir -p "$root/$copy"
    tar -C "$top" --exclude=./.git --exclude=./build --exclude='*.o' \
        --exclude='*.so' --exclude='*.bc' -cf - . |
        tar -C "$root/$copy" -xf -
    exec unshare --mount --pid --fork --kill-child \
        --mount-proc="$root/proc" chroot "$root" /usr/bin/env -i HOME=/root \
        PATH=/usr/sbin:/usr/bin:/sbin:/bin RUNS="${RUNS:-5}" \
        "/$copy/bench/run.sh" "$@"
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
    [ $# -gt 0 ] || set -- speed latency memory leaks
    cd "$top"
    test/setup.sh
    bench/setup.sh
    test/build.sh
    # shellcheck source=test/cluster.sh
    . test/cluster.sh
    # shellcheck source=bench/nginx.sh
    . bench/nginx.sh
    trap cleanup EXIT
    folder=$(mktemp -d)
    export BENCH_PYTHON=/usr/bin/python3
    cluster_start
    nginx_start "$@"
    slow_start 50 BENCH_SLOW50_PORT
    slow_start 100 BENCH_SLOW100_PORT
    slow_start 50-150 BENCH_UNEVEN_PORT
    slow_start 0 BENCH_QUICK_PORT
    psql -X -d postgres -f bench/setup.sql
    psql -XAt -d postgres -c 'SELECT version()' -c 'SELECT rtk_fdw_version()'
    python3 bench/figures.py "$@"
}

main "$@"
