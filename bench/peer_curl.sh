#!/bin/bash
# The same answer with curl, jq and COPY: peer_curl.sh URL PAGES SQL…
# One curl for all pages, so that it keeps its connection.
set -euo pipefail

url=$1 pages=$2 create=$3
shift 3
fields='.id, .user_id, .custom_participant_id, .display_name, .preset_name,
    .joined_at, .left_at, .duration, .created_at, .updated_at'
case $url in
*include_peer_events*) fields="$fields, (.peer_events | tojson)" ;;
esac
commands=(-c "$create" -c "COPY staging FROM STDIN (NULL '')")
for sql in "$@"; do
    commands+=(-c "$sql")
done
curl --silent --fail "$url&page_no=[1-$pages]" |
    jq -r ".data.participants[] | [$fields] | @tsv" |
    psql -XAtq -v ON_ERROR_STOP=1 "${commands[@]}"
