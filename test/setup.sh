#!/bin/bash
# Install what building and testing rtk_fdw needs, where something is missing.
# Looks for the programs and libraries themselves, so that it is fast and
# silent when all is there, on any system; installs with apt-get on Debian and
# Ubuntu when run as root, and otherwise prints the command to run.
set -euo pipefail

pg_config=${PG_CONFIG:-pg_config}

have() {
    command -v "$1" >/dev/null
}

# What is missing, a word each; nothing when all is there.
missing() {
    local tool

    for tool in gcc make pkg-config perl prove; do
        have "$tool" || echo "$tool"
    done
    for tool in libcurl json-c; do
        pkg-config --exists "$tool" 2>/dev/null || echo "$tool"
    done
    python3 -c 'import http.server, json' 2>/dev/null || echo python3
    perl -MIPC::Run -e 1 2>/dev/null || echo IPC::Run
    # What https is checked against; other systems keep it elsewhere.
    ! have apt-get || [ -s /etc/ssl/certs/ca-certificates.crt ] ||
        echo ca-certificates
    missing_postgresql
}

missing_postgresql() {
    if ! have "$pg_config" || [ ! -f "$("$pg_config" --pgxs)" ]; then
        echo postgresql-server-dev
    elif [ ! -x "$("$pg_config" --bindir)/initdb" ]; then
        echo postgresql
    fi
}

# The major version that PG_CONFIG names as Debian does; else the one that is
# already set up to build against; else the distribution's default.
major() {
    if [[ $pg_config =~ ^/usr/lib/postgresql/([0-9]+)/bin/ ]]; then
        echo "${BASH_REMATCH[1]}"
    elif have "$pg_config" && [ -f "$("$pg_config" --pgxs)" ]; then
        "$pg_config" --version | sed -E 's/^[^0-9]*([0-9]+).*/\1/'
    else
        apt-cache depends postgresql |
            sed -nE 's/^ *Depends: postgresql-([0-9]+)$/\1/p'
    fi
}

packages() {
    local pg=$1

    echo gcc libc6-dev make pkg-config python3 perl \
        libipc-run-perl libcurl4-openssl-dev libjson-c-dev ca-certificates \
        "postgresql-$pg" "postgresql-server-dev-$pg"
}

# Debian's package creates and starts a cluster "main" when it is installed.
# The tests need none, and should not leave a server behind.
without_main_cluster() {
    local folder=/etc/postgresql-common/createcluster.d status=0

    mkdir -p "$folder"
    echo 'create_main_cluster = false' >"$folder/rtk_fdw-setup.conf"
    "$@" || status=$?
    rm -f "$folder/rtk_fdw-setup.conf"
    return "$status"
}

install() {
    local pg list

    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    pg=$(major)
    [ -n "$pg" ] || { echo "setup: no package postgresql" >&2; exit 1; }
    read -r -a list <<<"$(packages "$pg")"
    echo "setup: apt-get install ${list[*]}"
    without_main_cluster apt-get install -y -qq --no-install-recommends \
        "${list[@]}" >"$log" 2>&1 || { tail -n 20 "$log" >&2; exit 1; }
}

lacking=$(missing | tr '\n' ' ')
[ -n "$lacking" ] || exit 0
echo "setup: missing: $lacking"
if ! have apt-get; then
    echo "setup: install these, then try again" >&2
    exit 1
elif [ "$(id -u)" != 0 ]; then
    echo "setup: not root; run this, then try again:" >&2
    echo "    sudo test/setup.sh" >&2
    exit 1
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install
lacking=$(missing | tr '\n' ' ')
[ -z "$lacking" ] || { echo "setup: still missing: $lacking" >&2; exit 1; }
