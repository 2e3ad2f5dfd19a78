#!/bin/bash
# Let sqlsmith write statements over the imported tables, as a role without
# privileges of its own, on a private cluster and the mock API:
#
#   test/sqlsmith.sh [SECONDS [SEED]]
#
# It fails when the server crashes, or when an error says that the server has a
# bug (SQLSTATE class XX) and is none of PostgreSQL's own, in sqlsmith.known.
# Errors of other classes are what such statements end in; they are counted.
# The server's log is build/sqlsmith/server.log.  Needs Debian's package
# sqlsmith, which it installs where it may.
set -euo pipefail

seconds=${1:-300}
seed=${2:-$RANDOM}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$here/../build/sqlsmith

cleanup() {
    cluster_stop
    mock_stop
}

ensure_sqlsmith() {
    ! command -v sqlsmith >/dev/null || return 0
    if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
        echo "sqlsmith is not installed" >&2
        exit 1
    fi
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends sqlsmith \
        >"$folder/apt.log" 2>&1 </dev/null
}

# sqlsmith does not know polymorphic types but the oldest, and half of its
# statements would fail for what takes them.
unknown_types() {
    cat <<SQL
SET allow_system_table_mods = on;
CREATE TEMP TABLE unknown AS SELECT oid FROM pg_type WHERE typname IN (
    'anyrange', 'anymultirange', 'anyenum', 'anycompatible',
    'anycompatiblearray', 'anycompatiblenonarray', 'anycompatiblerange',
    'anycompatiblemultirange');
DELETE FROM pg_operator WHERE oprleft IN (TABLE unknown)
    OR oprright IN (TABLE unknown);
DELETE FROM pg_proc WHERE prorettype IN (TABLE unknown)
    OR proargtypes::oid[] && ARRAY(TABLE unknown);
SQL
}

# %e is the SQLSTATE.  Not a superuser, so that no function of the catalog can
# end servers or write files; max_requests and statement_timeout end what asks
# for too much.
world() {
    local host=127.0.0.1:$RTK_MOCK_PORT

    cat <<SQL
ALTER SYSTEM SET log_line_prefix = '%e ';
ALTER SYSTEM SET log_min_messages = 'error';
ALTER DATABASE postgres SET rtk_fdw.allowed_hosts = '$host';
SET rtk_fdw.allowed_hosts = '$host';
SELECT pg_reload_conf() \gset
CREATE EXTENSION rtk_fdw;
CREATE SERVER realtime FOREIGN DATA WRAPPER rtk_fdw OPTIONS (
    base_url 'http://$host/client/v4', account_id 'acc-demo',
    rate_limit '0', max_requests '100', max_retries '0');
CREATE USER MAPPING FOR PUBLIC SERVER realtime
    OPTIONS (api_token 'test-token');
CREATE SCHEMA realtime_kit;
IMPORT FOREIGN SCHEMA realtime_kit FROM SERVER realtime INTO realtime_kit;
CREATE TABLE public.notes AS
    SELECT app_id, session_id, minutes_consumed, created_at
    FROM realtime_kit.sessions;
CREATE ROLE smith LOGIN;
ALTER ROLE smith SET statement_timeout = '3s';
ALTER ROLE smith SET search_path = realtime_kit, public;
GRANT USAGE ON SCHEMA realtime_kit TO smith;
GRANT SELECT ON ALL TABLES IN SCHEMA realtime_kit TO smith;
GRANT ALL ON public.notes TO smith;
SQL
}

smith() {
    timeout --kill-after=10 "$seconds" sqlsmith --verbose --exclude-catalog \
        --seed="$seed" --target="dbname=postgres user=smith" \
        >"$folder/sqlsmith.log" 2>&1 </dev/null || [ $? = 124 ]
}

report() {
    echo "$(grep -oE '^queries: [0-9]+' "$folder/sqlsmith.log" | tail -n 1)," \
        "seed $seed; errors by SQLSTATE:"
    sed -nE 's/^([0-9A-Z]{5}) (ERROR|FATAL|PANIC): .*/\1/p' \
        "$folder/server.log" | sort | uniq -c | sort -rn
}

main() {
    local status=0

    mkdir -p "$folder"
    cd "$here/.."
    ensure_sqlsmith
    test/setup.sh
    # shellcheck source=test/cluster.sh
    . test/cluster.sh
    # shellcheck source=test/mock.sh
    . test/mock.sh
    trap cleanup EXIT
    test/build.sh
    RTK_MOCK_OPTIONS='--data small' mock_start
    cluster_start
    { world; unknown_types; } | psql -XAtq -v ON_ERROR_STOP=1 -d postgres
    smith
    cp "$RTK_CLUSTER/log" "$folder/server.log"
    report
    if grep -E 'was terminated by signal|PANIC: ' "$folder/server.log"; then
        status=1
    fi
    if grep -E '^XX[0-9A-Z]{3} (ERROR|FATAL): ' "$folder/server.log" |
        grep -vEf <(grep -vE '^(#|$)' "$here/sqlsmith.known"); then
        status=1
    fi
    return "$status"
}

main "$@"
