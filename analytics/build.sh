#!/bin/bash
# Print the script of the extension rtk_analytics: analytics/build.sh
#
# Functions and procedures are taken as they are.  What is created in a schema
# of the user's choice (tables, live, views, materialized) becomes rows of
# rtk_analytics.definition, in the order of the files' names.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"

definitions() {
    local kind=$1 number=0 file

    for file in "$kind"/*.sql; do
        [ -e "$file" ] || continue
        number=$((number + 1))
        printf "INSERT INTO definition VALUES ('%s', %d, '%s', \$definition\$\n" \
            "$kind" "$number" "$(basename "$file" .sql | sed 's/^[0-9]*_//')"
        cat "$file"
        printf '%s\n\n' '$definition$);'
    done
}

cat <<'HEAD'
-- complain if script is sourced in psql, rather than via CREATE EXTENSION
\echo Use "CREATE EXTENSION rtk_analytics CASCADE" to load this file. \quit

-- Made here and not by the control file, the schema belongs to the extension,
-- and is in no dump beside it.
CREATE SCHEMA rtk_analytics;
SET LOCAL search_path = rtk_analytics, pg_temp;

HEAD
cat definition.sql
for kind in tables live views materialized; do
    definitions "$kind"
done
cat functions/*.sql
