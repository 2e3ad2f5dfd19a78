#!/bin/bash
# Install what the peers of the comparison need, where something is missing:
# with apt-get on Debian and Ubuntu as root.  pgsql-http is not in every
# Debian; figures.py does without it.
set -euo pipefail

missing() {
    local program

    for program in nginx curl jq openssl valgrind; do
        command -v "$program" >/dev/null || echo "$program"
    done
    /usr/bin/python3 -c 'import psycopg2, requests' 2>/dev/null ||
        echo python3-psycopg2 python3-requests
    /usr/bin/python3 -c 'import matplotlib' 2>/dev/null ||
        echo python3-matplotlib
}

# The package of pgsql-http, where there is one and it is not installed yet.
http_extension() {
    local config=${PG_CONFIG:-pg_config} package

    package=postgresql-$("$config" --version |
        sed -E 's/^[^0-9]*([0-9]+).*/\1/')-http
    [ ! -f "$("$config" --sharedir)/extension/http.control" ] || return 0
    ! apt-cache show "$package" >/dev/null 2>&1 || echo "$package"
}

# Debian starts nginx when it is installed, on a port of its own choice.
without_services() {
    local policy=/usr/sbin/policy-rc.d status=0

    [ ! -e "$policy" ] || { "$@"; return; }
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
    "$@" || status=$?
    rm -f "$policy"
    return "$status"
}

read -r -a list <<<"$( (missing; http_extension) | tr '\n' ' ')"
[ ${#list[@]} -gt 0 ] || exit 0
if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
    echo "bench: install these, then try again: ${list[*]}" >&2
    exit 1
fi
echo "bench: apt-get install ${list[*]}"
export DEBIAN_FRONTEND=noninteractive
without_services apt-get install -y -qq --no-install-recommends \
    "${list[@]}" >/dev/null </dev/null
