#!/bin/bash
# Prove the README's commands on a bare Debian: a debootstrap root that has
# only make and git besides the base system, and a fresh clone of HEAD.
#
#   test/bare.sh [--prepare] bookworm|trixie [FOLDER] [TARGET…]
#
# FOLDER (build/bare-SUITE unless given) keeps the untouched root for the next
# time; each proof runs in a copy of it, FOLDER.run, that is removed when it
# succeeded.  TARGETs are make's: "demo" and "test" unless given.  --prepare
# only makes the root.  Needs root and the package debootstrap.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=test/roots.sh
. "$top/test/roots.sh"

prove() {
    local root=$1 target
    shift
    rm -rf "$root.run"
    cp -a "$root" "$root.run"
    root_enter "$root.run"
    for target in "$@"; do
        echo "== $root.run: make $target"
        root_run "$root.run" "cd /root/rtk_fdw && make $target"
    done
    rm -rf "$root.run"
}

main() {
    local prepare=no suite root

    if [ "${1:-}" = --prepare ]; then
        prepare=yes
        shift
    fi
    suite=${1:?"usage: test/bare.sh [--prepare] bookworm|trixie [FOLDER]"}
    root=${2:-$top/build/bare-$suite}
    shift $(($# < 2 ? $# : 2))
    [ $# -gt 0 ] || set -- demo test
    root_possible
    mkdir -p "$(dirname "$root")"
    root_make "$suite" "$root"
    [ "$prepare" = yes ] || prove "$root" "$@"
}

main "$@"
