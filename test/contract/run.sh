#!/bin/bash
# What `make contract` does: Prism, a mock server that answers by the API's own
# description and refuses what violates it, and every table's requests on it,
# from a private cluster.  The last line says how many tests passed and failed.
#
# Prism comes from npm, as package.json says.  Where it cannot be had, the test
# is skipped: the reason is printed, and the exit status is 0.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)
folder=$top/build/contract
prism=$folder/node_modules/@stoplight/prism-cli

cleanup() {
    [ "$(type -t cluster_stop)" != function ] || cluster_stop
}

skip() {
    echo "ok 1 - contract # SKIP $*"
    echo "1..1"
    echo "0 passed, 0 failed, 1 skipped"
    exit 0
}

have() {
    command -v "$1" >/dev/null
}

# Node and npm; Debian's packages, where this may install them.
ensure_npm() {
    ! have npm || return 0
    if ! have apt-get || [ "$(id -u)" != 0 ]; then
        skip "npm is not installed"
    fi
    echo "contract: apt-get install npm"
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends \
        nodejs npm; } >"$folder/apt.log" 2>&1 </dev/null ||
        skip "npm cannot be installed, see $folder/apt.log"
}

wanted() {
    sed -nE 's/.*"@stoplight\/prism-cli": "([^"]+)".*/\1/p' \
        "$here/package.json"
}

installed() {
    [ ! -f "$prism/package.json" ] ||
        sed -nE 's/^  "version": "([^"]+)".*/\1/p' "$prism/package.json"
}

ensure_prism() {
    [ "$(installed)" != "$(wanted)" ] || return 0
    ensure_npm
    cp "$here/package.json" "$folder/"
    echo "contract: npm install @stoplight/prism-cli@$(wanted)"
    (cd "$folder" && npm install --no-package-lock --no-audit --no-fund \
        --omit=dev >npm.log 2>&1 </dev/null) ||
        skip "Prism cannot be installed, see $folder/npm.log"
}

main() {
    mkdir -p "$folder"
    trap cleanup EXIT
    cd "$top"
    ensure_prism
    have node || ensure_npm
    test/setup.sh
    make build/contract/table.json >"$folder/make.log" 2>&1 ||
        { tail -n 20 "$folder/make.log" >&2; exit 1; }
    # shellcheck source=test/cluster.sh
    . test/cluster.sh
    test/build.sh
    cluster_start
    PYTHONDONTWRITEBYTECODE=1 python3 test/contract/contract.py "$folder"
}

main "$@"
