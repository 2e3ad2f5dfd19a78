#!/bin/bash
# Install what only `make torture` uses, where something is missing: with
# apt-get on Debian and Ubuntu as root.  What cannot be had, its steps skip.
set -euo pipefail

pg_config=${PG_CONFIG:-pg_config}
extensions=$("$pg_config" --sharedir)/extension
major=$("$pg_config" --version | sed -E 's/^[^0-9]*([0-9]+).*/\1/')

# The packages of what is not there, a word each.
missing() {
    command -v clang >/dev/null || echo clang libclang-rt-dev
    command -v llvm-profdata >/dev/null || echo llvm
    command -v valgrind >/dev/null || echo valgrind
    # Other extensions that use libcurl, in one backend with this one.
    [ -f "$extensions/http.control" ] || echo "postgresql-$major-http"
    [ -f "$extensions/postgis.control" ] || echo "postgresql-$major-postgis-3"
}

# Those that the distribution has.
available() {
    local package

    for package in $(missing); do
        ! apt-cache show "$package" >/dev/null 2>&1 || echo "$package"
    done
}

[ -n "$(missing)" ] || exit 0
if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
    echo "torture: not installed, and skipped: $(missing | tr '\n' ' ')"
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >/dev/null 2>&1 || true
read -r -a list <<<"$(available | tr '\n' ' ')"
[ ${#list[@]} -gt 0 ] || exit 0
echo "torture: apt-get install ${list[*]}"
apt-get install -y -qq --no-install-recommends "${list[@]}" \
    >/dev/null 2>&1 </dev/null || echo "torture: could not install them"
