#!/bin/bash
# The same answer with curl, jq and COPY: peer_curl.sh URL PAGES NAMES SQL…
# URL ends with "page_no="; NAMES are members of a row, separated by blanks.
# One curl for all pages, so that it keeps its connection.
set -euo pipefail

url=$1 pages=$2 create=$4
fields=
for name in $3; do
    case $name in
    peer_events) fields+=", (.$name | tojson)" ;;
    *) fields+=", .$name" ;;
    esac
done
shift 4
commands=(-c "$create" -c "COPY staging FROM STDIN (NULL '')")
for sql in "$@"; do
    commands+=(-c "$sql")
done
curl --silent --fail "${url}[1-$pages]" |
    jq -r ".data.participants[] | [${fields#, }] | @tsv" |
    psql -XAtq -v ON_ERROR_STOP=1 "${commands[@]}"
