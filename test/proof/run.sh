#!/bin/bash
# What `make differential` and `make sqlsmith` do: build, installation, a
# private cluster, and a program beside this file with the arguments given.
#
#   test/proof/run.sh differential.py --seed 7 --count 5000
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

cleanup() {
    [ "$(type -t cluster_stop)" != function ] || cluster_stop
}

main() {
    local program=$1
    shift

    cd "$here/../.."
    trap cleanup EXIT
    test/setup.sh
    # shellcheck source=test/cluster.sh
    . test/cluster.sh
    test/build.sh
    cluster_start
    python3 -B "$here/$program" "$@"
}

main "$@"
