#!/bin/bash
# What `make demo` does: packages, build, installation, a private cluster, and
# the main jobs of rtk_fdw with their SQL and results.
#
# The API is the mock in test/mock, unless RTK_API_TOKEN and RTK_ACCOUNT_ID
# (and RTK_APP_ID, or all apps) name a real account: then it is Cloudflare's.
# The token stays in the environment; no statement, file or output holds it.
#
#   make demo           leaves nothing running
#   make demo KEEP=1    leaves the cluster up, to look around with psql
#   test/demo.sh stop   ends what KEEP=1 left
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
state=$top/build/demo.state
stop_on_error=on

die() {
    echo "demo: $*" >&2
    exit 1
}

cleanup() {
    cluster_stop
    mock_stop
    rm -f "$state"
}

# The mock stands in for an account unless the environment names one.
choose_api() {
    if [ -n "${RTK_API_TOKEN:-}" ]; then
        [ -n "${RTK_ACCOUNT_ID:-}" ] || die "RTK_ACCOUNT_ID is not set"
        unset RTK_BASE_URL RTK_ALLOWED_HOST
        [ -n "${RTK_APP_ID:-}" ] || unset RTK_APP_ID
        echo "== the API is Cloudflare's"
        # An account may hold more than one of the queries may ask for.
        stop_on_error=off
        return
    fi
    mock_start
    unset RTK_APP_ID
    export RTK_API_TOKEN=test-token RTK_ACCOUNT_ID=acc-demo
    export RTK_ALLOWED_HOST=127.0.0.1:$RTK_MOCK_PORT
    export RTK_BASE_URL=http://$RTK_ALLOWED_HOST/client/v4
    echo "== the API is a mock on this machine"
}

# Of a line that is wider than a screen, the beginning and the end.
trim() {
    LC_ALL=C.UTF-8 sed -E \
        -e 's/^(.{90}).{10,}(.{20})$/\1 … \2/' -e 's/[[:space:]]+$//'
}

show() {
    psql -X -q -d postgres -c 'CREATE DATABASE cloudflare'
    psql -X -q -d cloudflare -f "$top/test/demo_setup.sql"
    psql -X -q -d cloudflare -v ON_ERROR_STOP="$stop_on_error" \
        -f "$top/test/demo.sql" 2>&1 | trim
}

# What a later "stop" needs to know; the mock's folder ends with it.
keep() {
    trap - EXIT
    printf '%s\n' "RTK_CLUSTER=$RTK_CLUSTER" "rtk_mock_pid=$rtk_mock_pid" \
        "rtk_mock_folder=$rtk_mock_folder" >"$state"
    echo "== still running; look around, then stop it:"
    echo "    psql -h $PGHOST -U postgres cloudflare"
    echo "    test/demo.sh stop"
}

# End what an earlier KEEP=1 left.  Its process id may be another's by now.
stop_kept() {
    [ -f "$state" ] || return 0
    # shellcheck source=/dev/null
    . "$state"
    grep -qas mock_api.py "/proc/$rtk_mock_pid/cmdline" || rtk_mock_pid=
    cleanup
    echo "== the demo that ran is stopped"
}

main() {
    cd "$top"
    test/setup.sh
    # shellcheck source=test/cluster.sh
    . test/cluster.sh
    # shellcheck source=test/mock.sh
    . test/mock.sh
    stop_kept
    [ "${1:-}" != stop ] || return 0
    test/build.sh
    trap cleanup EXIT
    [ -z "${KEEP:-}" ] || trap '' HUP
    choose_api
    cluster_start
    show
    if [ -n "${KEEP:-}" ]; then
        keep
    else
        echo "== done; nothing is left running.  To open psql on it:"
        echo "    make demo KEEP=1"
    fi
}

main "$@"
