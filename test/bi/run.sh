#!/bin/bash
# What `make bi` does: the drivers behind BI tools against the mock API, on a
# private cluster that they reach by TCP, as they reach others, with a password
# that is made up each time.
#
#   test/bi/run.sh [DRIVER…]
#
# It prints TAP; a driver that cannot be installed is skipped with the reason.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

cleanup() {
    [ "$(type -t cluster_stop)" != function ] || cluster_stop
    [ "$(type -t mock_stop)" != function ] || mock_stop
}

free_port() {
    python3 -c 'import socket
with socket.socket() as s:
    s.bind(("127.0.0.1", 0))
    print(s.getsockname()[1])'
}

# The drivers' own environment: their zone is not the server's.
listen() {
    local port
    port=$(free_port)

    as_server sed -i 's/^host.*trust$/# &/' "$RTK_CLUSTER/data/pg_hba.conf"
    echo 'host all all 127.0.0.1/32 scram-sha-256' |
        as_server tee -a "$RTK_CLUSTER/data/pg_hba.conf" >/dev/null
    psql -Xq -d postgres -c "ALTER SYSTEM SET listen_addresses = '127.0.0.1'" \
        -c "ALTER SYSTEM SET port = $port"
    as_server "$RTK_BINDIR/pg_ctl" --pgdata="$RTK_CLUSTER/data" --wait \
        --log="$RTK_CLUSTER/log" restart </dev/null >/dev/null
    export PGHOST=127.0.0.1 PGPORT=$port PGUSER=bi PGDATABASE=postgres
    export PGTZ=Asia/Kolkata TZ=Asia/Kolkata
}

main() {
    cd "$top"
    mkdir -p build/bi
    trap cleanup EXIT
    test/setup.sh
    # shellcheck source=test/cluster.sh
    . test/cluster.sh
    # shellcheck source=test/mock.sh
    . test/mock.sh
    test/build.sh
    RTK_MOCK_OPTIONS='--data small' mock_start
    cluster_start
    PGPASSWORD=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    export PGPASSWORD
    psql -Xq -d postgres -o /dev/null -f test/bi/setup.sql
    listen
    python3 -B test/bi/suite.py "$@"
}

main "$@"
