#!/bin/bash
# Everything `make test` does: packages, build, installation, unit tests,
# pg_regress, statements in every mode and TAP tests against the mock API, on a
# private cluster.
# The last line says how many tests passed and failed; exit status 0 only when
# all ran and none failed.  Full output of each step: build/test/STEP.log.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
logs=$top/build/test

cleanup() {
    [ "$(type -t cluster_stop)" != function ] || cluster_stop
}

# The server tells all that it can, but for the statements themselves, which
# hold tokens, and keeps their texts; no_token looks through both afterwards.
regress() {
    local library

    library=$("$PG_CONFIG" --pkglibdir)/pg_stat_statements.so
    rm -f "$top/regression.diffs"
    psql --quiet --no-psqlrc --dbname=postgres <<'SQL'
ALTER SYSTEM SET log_min_messages = 'debug5';
ALTER SYSTEM SET log_min_error_statement = 'panic';
ALTER SYSTEM SET compute_query_id = 'regress';
SQL
    [ ! -f "$library" ] || psql --quiet --no-psqlrc --dbname=postgres \
        --command="ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'"
    cluster_restart
    make -C "$top" installcheck
}

# Some statements that are the same each time, and some new ones.
differential() {
    python3 -B test/proof/differential.py --seed 1 --count 200 &&
        python3 -B test/proof/differential.py --count 100
}

main() {
    export PG_CONFIG=${PG_CONFIG:-pg_config}

    cd "$top"
    mkdir -p "$logs"
    rm -f "$logs"/*.log
    trap cleanup EXIT
    test/setup.sh
    # shellcheck source=test/cluster.sh
    . test/cluster.sh
    # shellcheck source=test/steps.sh
    . test/steps.sh
    echo "== build"
    test/build.sh
    step unit make unit
    step table make check-table
    step meta python3 test/meta.py
    step mock python3 -m unittest discover -s test/mock
    cluster_start
    step values python3 -B test/values/values.py
    step regress regress
    step statements python3 -B test/proof/statements.py
    step dashboard python3 -B test/dashboard.py
    step differential differential
    step no_token test/no_token.sh "$RTK_CLUSTER/log"
    cluster_stop
    step tap tap t
    step rows python3 test/rows.py "$logs"
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ]
}

main "$@"
