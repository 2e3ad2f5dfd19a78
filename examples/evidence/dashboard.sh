#!/bin/bash
# What `make dashboard` does: packages, build, installation, a private cluster,
# six weeks of the mock API's calls copied by rtk_analytics, the site over them,
# and a web server for it on this machine, until Ctrl-C.
#
#   make dashboard              PORT=3000 unless given
#   make dashboard SERVE=no     only builds it, in examples/evidence/build
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)
log=$top/build/dashboard.log

die() {
    echo "dashboard: $*" >&2
    exit 1
}

quietly() {
    "$@" >>"$log" 2>&1 </dev/null ||
        { tail -n 40 "$log" >&2; die "this failed: $*"; }
}

cleanup() {
    [ "$(type -t cluster_stop)" != function ] || cluster_stop
    [ "$(type -t mock_stop)" != function ] || mock_stop
}

# Node and npm; Debian's packages, where this may install them.
ensure_npm() {
    ! command -v npm >/dev/null || return 0
    if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
        die "npm is not installed"
    fi
    echo "dashboard: apt-get install npm"
    export DEBIAN_FRONTEND=noninteractive
    quietly apt-get update -qq
    quietly apt-get install -y -qq --no-install-recommends nodejs npm
}

# As package-lock.json says; again when that has changed.
ensure_packages() {
    local mark=$here/node_modules/.package-lock.json

    [ ! "$mark" -nt "$here/package-lock.json" ] || return 0
    echo "== npm ci"
    (cd "$here" && quietly npm ci)
}

# The database "cloudflare": foreign tables and a copy of all that there is.
copy() {
    RTK_MOCK_OPTIONS='--data weeks' mock_start
    test/ctl.sh config generation=2026-07 gzip=0 >/dev/null
    export RTK_API_TOKEN=test-token RTK_ACCOUNT_ID=acc-demo
    export RTK_ALLOWED_HOST=127.0.0.1:$RTK_MOCK_PORT
    export RTK_BASE_URL=http://$RTK_ALLOWED_HOST/client/v4
    cluster_start
    psql -X -q -d postgres -c 'CREATE DATABASE cloudflare'
    psql -X -q -d cloudflare -f test/demo_setup.sql
    psql -X -d cloudflare -f "$here/demo.sql"
}

# The site, from the copy.  Dates of the driver are those of the server: UTC.
build() {
    export TZ=UTC
    export EVIDENCE_SOURCE__analytics__host=$PGHOST
    export EVIDENCE_SOURCE__analytics__port=$PGPORT
    export EVIDENCE_SOURCE__analytics__user=$PGUSER
    export EVIDENCE_SOURCE__analytics__database=cloudflare
    echo "== npm run sources"
    (cd "$here" && quietly npm run sources)
    echo "== npm run build"
    (cd "$here" && rm -rf build && quietly npm run build)
}

main() {
    cd "$top"
    mkdir -p build
    : >"$log"
    trap cleanup EXIT
    test/setup.sh
    ensure_npm
    # shellcheck source=test/cluster.sh
    . test/cluster.sh
    # shellcheck source=test/mock.sh
    . test/mock.sh
    test/build.sh
    ensure_packages
    echo "== copy the calls of the mock API"
    copy
    build
    cleanup
    [ "${SERVE:-}" != no ] || return 0
    echo "== the dashboard; Ctrl-C ends it"
    python3 "$here/serve.py" "${PORT:-3000}"
}

main "$@"
