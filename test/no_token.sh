#!/bin/bash
# Is none of the tokens of the tests where somebody could read it, after all of
# them?  Prints TAP.
#
#   test/no_token.sh LOG
#
# LOG is that of the server that psql reaches by default.  It must tell of
# requests, or there is nothing to look through; likewise a superuser must find
# tokens in the catalogs, where they belong.
set -euo pipefail

log=$1
# Does not match itself, where a query shows its own text.
pattern='(test|wrong|forbidden)-[t]oken'
number=0

# Print the line of a check, passed if there is nothing to show.
report() {
    local name=$1 found=$2

    number=$((number + 1))
    if [ -z "$found" ]; then
        echo "ok $number - S5 no token in $name"
    else
        echo "not ok $number - S5 no token in $name"
        head -n 20 <<<"$found" | sed 's/^/#   /'
    fi
}

query() {
    psql --no-psqlrc --quiet --tuples-only --no-align \
        --set=ON_ERROR_STOP=1 "$@"
}

# The catalogs of a database in which a role finds a token, by name.
catalogs() {
    local database=$1 role=$2

    query --dbname="$database" <<SQL
SET ROLE $role;
SELECT format('SELECT %L WHERE EXISTS (SELECT FROM %s t WHERE t::text ~ %L)',
              current_database() || ': ' || oid::regclass, oid::regclass,
              '$pattern')
FROM pg_class
WHERE (relnamespace = 'pg_catalog'::regnamespace
       OR relnamespace = 'information_schema'::regnamespace
           AND relname ~ 'foreign|user_mapping')
    AND relkind IN ('r', 'v') AND has_table_privilege(oid, 'SELECT')
\gexec
SQL
}

in_all_databases() {
    local role=$1 database

    query --dbname=postgres --command='SELECT datname FROM pg_database
        WHERE datallowconn AND datname <> $$template1$$' |
        while read -r database; do
            catalogs "$database" "$role"
        done
}

in_log() {
    if ! grep -aqE 'DEBUG: +HTTP 200 in .*GET /' "$log"; then
        echo 'the log does not tell of requests'
    fi
    grep -anE "$pattern|Bearer" "$log" || true
}

in_catalogs() {
    if ! in_all_databases postgres | grep 'pg_user_mapping$' >/dev/null; then
        echo 'nor does a superuser find any'
    fi
    in_all_databases rtk_stranger
}

# Queries, that is: the texts of statements that set a token have it.
in_statements() {
    query --dbname=postgres --command="SELECT query FROM pg_stat_statements
        WHERE query ~ '$pattern' AND query !~* 'user +mapping'"
}

report 'the log of the whole suite' "$(in_log)"
query --dbname=postgres --command='CREATE ROLE rtk_stranger'
report 'the catalogs that others can read' "$(in_catalogs)"
if [[ $(query --command='SHOW shared_preload_libraries' postgres) == \
    pg_stat_statements ]]; then
    query --dbname=postgres --command='CREATE EXTENSION pg_stat_statements'
    report 'pg_stat_statements' "$(in_statements)"
else
    echo "ok $((number += 1)) # skip pg_stat_statements is not installed"
fi
echo "1..$number"
