# shellcheck shell=bash
# Instructions by callgrind for the same pages each time; sourced by run.sh.
#
#   instructions   counts twice what is below, and puts the counts of a row into
#                  the column RELEASE of instructions.md (the version, unless
#                  set).  Stops the server of cluster.sh.
#
# "client" is src/api alone, built here with -O2: parse.c reads the pages from
# memory.  "scan" is all that rtkIterateForeignScan does in a backend, libcurl
# and PostgreSQL's functions included, one request after the other.

instructions_valgrind() {
    valgrind --tool=callgrind --collect-atstart=no "$@" 2>&1
}

# The lines "totals: N" of callgrind's files, in the order of their numbers.
instructions_totals() {
    local file

    for file in $(printf '%s\n' "$@" | sort -V); do
        sed -n 's/^totals: //p' "$file"
    done
}

count_client() {
    local kind=$1 members=$2 files

    files=$(printf "$BENCH_PAGES/$kind/few/%d.json " {1..20})
    rm -f build/bench/callgrind.*
    # shellcheck disable=SC2086
    instructions_valgrind --toggle-collect=read_page \
        --callgrind-out-file=build/bench/callgrind.out \
        build/bench/parse "$members" $files >build/bench/parse.log
    instructions_totals build/bench/callgrind.out
}

# The statements of the scans, one a line, after one that connects.
instructions_statements() {
    echo "SELECT display_name FROM single.sessions_participants" \
        "WHERE session_id = 'k0'"
    python3 bench/instructions.py statements
}

# A dump after each scan: that of the first statement is left out.
count_scans() {
    instructions_statements |
        as_server valgrind --tool=callgrind --collect-atstart=no \
            --toggle-collect=rtkIterateForeignScan \
            --dump-after=rtkEndForeignScan \
            --callgrind-out-file="$RTK_CLUSTER/callgrind.out" \
            "$RTK_BINDIR/postgres" --single -D "$RTK_CLUSTER/data" \
            -c rtk_fdw.allowed_hosts=127.0.0.1 postgres \
            >build/bench/scans.log 2>&1
    instructions_totals "$RTK_CLUSTER"/callgrind.out.* | sed 1d
    rm -f "$RTK_CLUSTER"/callgrind.out*
}

count_all() {
    local scalars='id user_id custom_participant_id display_name
        preset_name|role joined_at left_at duration created_at updated_at'

    count_client noev display_name
    count_client noev "$scalars"
    count_client ev "$scalars peer_events"
    count_scans
}

instructions() {
    # shellcheck disable=SC2046
    cc -std=c11 -D_GNU_SOURCE -O2 -g -Isrc/api \
        -o build/bench/parse bench/parse.c src/api/*.c \
        $(pkg-config --cflags --libs libcurl json-c)
    as_server "$RTK_BINDIR/pg_ctl" --pgdata="$RTK_CLUSTER/data" --wait stop \
        >/dev/null
    count_all >build/bench/counts.1
    count_all >build/bench/counts.2
    paste build/bench/counts.[12] | python3 bench/instructions.py record
}
