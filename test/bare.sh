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

die() {
    echo "bare.sh: $*" >&2
    exit 1
}

# The first Debian archive that this machine's own apt is configured for.
mirror() {
    # shellcheck disable=SC2016 # apt-get expands it
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' |
        grep -Ev 'security' | head -n 1
}

# Settings of this machine's apt that the way to its mirror may need.
apt_settings() {
    apt-config dump | grep -E '^Acquire::(https?::|Check-)' || true
}

# The root, made under another name first: it is there whole or not at all.
make_root() {
    local suite=$1 root=$2 uri

    [ -d "$root" ] && return
    command -v debootstrap >/dev/null || die "debootstrap is not installed"
    uri=$(mirror)
    [ -n "$uri" ] || die "apt on this machine knows no Debian archive"
    echo "== making a bare $suite in $root from $uri"
    rm -rf "$root.new"
    mkdir -p "$root.new"
    debootstrap --variant=minbase --include=make,git "$suite" "$root.new" \
        "$uri" >"$root.log" 2>&1 || die "debootstrap failed: see $root.log"
    echo "deb $uri $suite main" >"$root.new/etc/apt/sources.list"
    apt_settings >"$root.new/etc/apt/apt.conf.d/90machine"
    rm -rf "$root.new"/var/cache/apt/archives/*.deb
    mv "$root.new" "$root"
}

# Run a command in the root, with a /proc of its own; whatever it leaves
# running ends with it.
inside() {
    local root=$1
    shift
    unshare --mount --pid --fork --kill-child --mount-proc="$root/proc" \
        chroot "$root" /usr/bin/env -i HOME=/root TERM=dumb \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        bash -c "$1" </dev/null
}

prove() {
    local root=$1 target
    shift
    rm -rf "$root.run"
    cp -a "$root" "$root.run"
    cp -L /etc/resolv.conf "$root.run/etc/resolv.conf"
    git clone --quiet --no-hardlinks "$top" "$root.run/root/rtk_fdw"
    for target in "$@"; do
        echo "== $root.run: make $target"
        inside "$root.run" "cd /root/rtk_fdw && make $target"
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
    [ "$(id -u)" = 0 ] || die "needs root (debootstrap, chroot)"
    [ $# -gt 0 ] || set -- demo test
    mkdir -p "$(dirname "$root")"
    make_root "$suite" "$root"
    [ "$prepare" = yes ] || prove "$root" "$@"
}

main "$@"
