# shellcheck shell=bash
# Start and stop the mock API; sourced by the scripts beside it.
#
#   mock_start   start test/mock/mock_api.py on a free port, with the options
#                in RTK_MOCK_OPTIONS; sets RTK_MOCK_PORT when it answers
#   mock_stop    stop it; safe to call at any time

rtk_mock_pid=
rtk_mock_folder=
rtk_mock_program=$(dirname "${BASH_SOURCE[0]}")/mock/mock_api.py

mock_start() {
    local options tries

    rtk_mock_folder=$(mktemp -d /tmp/rtk_mock.XXXXXX)
    read -r -a options <<<"${RTK_MOCK_OPTIONS:-}"
    python3 "$rtk_mock_program" --port 0 \
        --port-file "$rtk_mock_folder/port" "${options[@]}" \
        </dev/null >"$rtk_mock_folder/log" 2>&1 &
    rtk_mock_pid=$!
    for ((tries = 0; tries < 300; tries++)); do
        [ ! -s "$rtk_mock_folder/port" ] || break
        kill -0 "$rtk_mock_pid" 2>/dev/null || break
        sleep 0.1
    done
    if [ ! -s "$rtk_mock_folder/port" ]; then
        echo "the mock API did not start:" >&2
        cat "$rtk_mock_folder/log" >&2
        return 1
    fi
    RTK_MOCK_PORT=$(<"$rtk_mock_folder/port")
    export RTK_MOCK_PORT
}

mock_stop() {
    if [ -n "$rtk_mock_pid" ]; then
        kill "$rtk_mock_pid" 2>/dev/null || true
        wait "$rtk_mock_pid" 2>/dev/null || true
        rtk_mock_pid=
    fi
    [ -z "$rtk_mock_folder" ] || rm -rf "$rtk_mock_folder"
    rtk_mock_folder=
    unset RTK_MOCK_PORT
}
