#!/bin/bash
# One version of test/matrix.sh, in its root: packages, and the suite with
# compiler warnings as errors.
#
#   test/matrix_inside.sh VERSION
#
# Prints "server: VERSION STRING", and at the end "N passed, N failed" or
# "skipped: REASON".  It installs packages, and servers in /opt: do not run it
# on a machine that is in use.
set -euo pipefail

version=$1
major=${version%-cassert}
export DEBIAN_FRONTEND=noninteractive

# PostgreSQL's conventions do not go with these three of -Wextra's warnings:
# callbacks have fixed parameters, lengthof() and Index are compared with int,
# and nodes are initialized as {T_Node}.
strict="-Wall -Wextra -Werror -Wno-unused-parameter -Wno-sign-compare \
-Wno-missing-field-initializers"

skip() {
    echo "skipped: $*"
    exit 0
}

quietly() {
    local log=/var/log/rtk_matrix.log

    "$@" >"$log" 2>&1 </dev/null || { tail -n 20 "$log"; return 1; }
}

apt_install() {
    quietly apt-get install -y -qq --no-install-recommends "$@"
}

# Release candidates are in experimental, which is an addition to sid: nothing
# is taken from it but what is built from PostgreSQL's own sources.
use_experimental() {
    local list=/etc/apt/sources.list

    grep -q experimental "$list" ||
        sed -nE 's/ sid / experimental /p' "$list" >/tmp/experimental.list
    if [ -s /tmp/experimental.list ]; then
        cat /tmp/experimental.list >>"$list"
        rm -f /tmp/experimental.list
    fi
    printf '%s\n' "Package: src:postgresql-$major src:postgresql-common" \
        'Pin: release a=experimental' 'Pin-Priority: 600' \
        >/etc/apt/preferences.d/experimental
}

# The version's packages, and whatever the suite needs.
install_packages() {
    local config=/usr/lib/postgresql/$major/bin/pg_config

    [ ! -x "$config" ] || { PG_CONFIG=$config test/setup.sh; return; }
    if [ "$major" = 19 ]; then
        use_experimental
    fi
    quietly apt-get update -qq || return
    [ -n "$(apt-cache madison "postgresql-server-dev-$major")" ] ||
        { echo "no package postgresql-$major"; return 1; }
    PG_CONFIG=$config test/setup.sh
}

# The same source as the package's, with assertions.  It is moved to its place
# when it is whole.
build_cassert() {
    local prefix=/opt/pg$version source=/root/postgresql

    [ ! -x "$prefix/bin/pg_config" ] || return 0
    echo "== server with assertions"
    grep -q '^deb-src' /etc/apt/sources.list ||
        sed -n 's/^deb /deb-src /p' /etc/apt/sources.list \
            >/etc/apt/sources.list.d/source.list
    quietly apt-get update -qq || return
    apt_install dpkg-dev bison flex libreadline-dev zlib1g-dev libicu-dev ||
        return
    rm -rf "$source" "$prefix.new"
    mkdir -p "$source"
    (cd "$source" && quietly apt-get source -qq "postgresql-$major") || return
    (
        cd "$source"/postgresql-*/ || exit
        quietly ./configure --prefix="$prefix" --enable-cassert \
            --enable-debug --enable-tap-tests || exit
        quietly make -j2 || exit
        quietly make install DESTDIR="$prefix.new"
    ) || return
    mv "$prefix.new$prefix" "$prefix"
    rm -rf "$source" "$prefix.new"
}

suite() {
    local config=/usr/lib/postgresql/$major/bin/pg_config

    install_packages || skip "packages of PostgreSQL $major cannot be installed"
    if [ "$version" != "$major" ]; then
        build_cassert || skip "PostgreSQL $major cannot be built from source"
        config=/opt/pg$version/bin/pg_config
    fi
    export PG_CONFIG=$config COPT=$strict
    echo "server: $("$("$config" --bindir)/postgres" --version |
        sed 's/^postgres (PostgreSQL) //')"
    make test
}

# Headers of 16 without a server, from a package for Python.
fetch_headers() {
    local folder=/opt/pgserver cert=()

    [ ! -d "$folder" ] || return 0
    echo "== headers"
    command -v pip unzip >/dev/null || apt_install python3-pip unzip || return
    rm -rf "$folder.new"
    mkdir -p "$folder.new"
    [ ! -f /etc/machine-ca.crt ] || cert=(--cert /etc/machine-ca.crt)
    quietly pip "${cert[@]}" download --no-deps --only-binary=:all: \
        --python-version 3.11 --dest "$folder.new" pgserver==0.1.4 || return
    quietly unzip -q "$folder.new/*.whl" -d "$folder.new" || return
    mv "$folder.new" "$folder"
}

# Each file is a test.
compile() {
    local installed=/opt/pgserver/pgserver/pginstall
    local include libs flags file ok=0 bad=0

    test/setup.sh || skip "the compiler and libraries cannot be installed"
    fetch_headers || skip "pip cannot get the headers of PostgreSQL $major"
    include=$installed/include/postgresql/server
    echo "server: $(sed -nE 's/^#define PG_VERSION "(.*)"/\1/p' \
        "$include/pg_config.h") (headers)"
    libs=$(pkg-config --cflags libcurl json-c)
    read -r -a flags <<<"$strict -O2 -D_GNU_SOURCE -Isrc/api -Isrc/pg \
        -I$include $libs"
    for file in *.c src/*/*.c; do
        if gcc "${flags[@]}" -c -o /dev/null "$file"; then
            ok=$((ok + 1))
        else
            bad=$((bad + 1))
        fi
    done
    echo "$ok passed, $bad failed"
    [ "$bad" = 0 ]
}

if [ "$version" = 16 ]; then
    compile
else
    suite
fi
