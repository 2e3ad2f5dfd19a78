#!/bin/bash
# Ask the mock API of RTK_MOCK_PORT for something, and print its answer:
#
#   test/ctl.sh requests format=text      the requests it saw, a line each
#   test/ctl.sh reset                     forget settings, faults and the log
#   test/ctl.sh config latency=50
#   test/ctl.sh fault match=/sessions fault=status status=503 times=1
#
# All commands: test/mock/control.py.  Needs nothing but bash.
set -euo pipefail

# Percent-encode every byte that is not unreserved in a URL.
encode() {
    local LC_ALL=C text=$1 out='' i char

    for ((i = 0; i < ${#text}; i++)); do
        char=${text:i:1}
        case $char in
            [a-zA-Z0-9._~-]) out+=$char ;;
            *) out+=$(printf '%%%02X' "'$char") ;;
        esac
    done
    printf '%s' "$out"
}

query() {
    local pair separator='?'

    for pair in "$@"; do
        printf '%s%s=%s' "$separator" "${pair%%=*}" "$(encode "${pair#*=}")"
        separator='&'
    done
}

command=${1:?"usage: test/ctl.sh COMMAND [NAME=VALUE…]"}
shift
exec 3<>"/dev/tcp/127.0.0.1/${RTK_MOCK_PORT:?}"
printf '%s\r\n' "GET /_mock/$command$(query "$@") HTTP/1.1" \
    'Host: 127.0.0.1' 'Connection: close' '' >&3
IFS= read -r status <&3
sed '1,/^\r$/d' <&3
[[ $status == *' 200 '* ]]
