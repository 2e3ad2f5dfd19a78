# shellcheck shell=bash
# Debian roots made with debootstrap; sourced by the scripts beside it.
#
#   root_possible        whether this user and this machine can do it; says why
#                        not on standard error
#   root_make SUITE ROOT makes a bare root, with only make and git besides the
#                        base system, unless ROOT is there
#   root_enter ROOT      gives the root this machine's name servers, the
#                        certificates that it trusts (/etc/machine-ca.crt), and
#                        a fresh clone of HEAD in /root/rtk_fdw
#   root_run ROOT COMMAND
#                        runs a command line of bash in it
#
# All return non-zero, after a line on standard error, when they cannot.

root_complain() {
    echo "$(basename "$0"): $*" >&2
    return 1
}

# The first Debian archive that this machine's own apt is configured for.
root_mirror() {
    # shellcheck disable=SC2016 # apt-get expands it
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' |
        grep -Ev 'security' | head -n 1
}

# Settings of this machine's apt that the way to its mirror may need.
root_apt_settings() {
    apt-config dump | grep -E '^Acquire::(https?::|Check-)' || true
}

root_possible() {
    if [ "$(id -u)" != 0 ]; then
        root_complain "needs root (debootstrap, chroot)"
    elif ! command -v debootstrap >/dev/null; then
        root_complain "debootstrap is not installed"
    elif ! unshare --mount --pid --fork chroot / true 2>/dev/null; then
        root_complain "unshare and chroot are not permitted here"
    fi
}

# It is made under another name first: it is there whole or not at all.
root_make() {
    local suite=$1 root=$2 uri

    [ ! -d "$root" ] || return 0
    uri=$(root_mirror) || true
    [ -n "$uri" ] ||
        { root_complain "apt on this machine knows no Debian archive"; return; }
    echo "== making a bare $suite in $root from $uri"
    rm -rf "$root.new"
    mkdir -p "$root.new"
    debootstrap --variant=minbase --include=make,git "$suite" "$root.new" \
        "$uri" >"$root.log" 2>&1 </dev/null ||
        { root_complain "debootstrap failed: see $root.log"; return; }
    echo "deb $uri $suite main" >"$root.new/etc/apt/sources.list"
    root_apt_settings >"$root.new/etc/apt/apt.conf.d/90machine"
    rm -rf "$root.new"/var/cache/apt/archives/*.deb
    mv "$root.new" "$root"
}

root_enter() {
    local root=$1 trusted=/etc/ssl/certs/ca-certificates.crt

    cp -L /etc/resolv.conf "$root/etc/resolv.conf" || return
    [ ! -f "$trusted" ] || cp -L "$trusted" "$root/etc/machine-ca.crt" ||
        return
    # And what a run that was ended early left.
    rm -rf "$root/root/rtk_fdw" "$root"/tmp/rtk_* || return
    git clone --quiet --no-hardlinks \
        "$(dirname "${BASH_SOURCE[0]}")/.." "$root/root/rtk_fdw"
}

# With a /proc of its own; whatever the command leaves running ends with it.
root_run() {
    unshare --mount --pid --fork --kill-child --mount-proc="$1/proc" \
        chroot "$1" /usr/bin/env -i HOME=/root TERM=dumb \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        bash -c "$2" </dev/null
}
