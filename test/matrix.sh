#!/bin/bash
# What `make test-matrix` does: the whole suite on each supported version of
# PostgreSQL, each in a Debian root of its own, on a fresh clone of HEAD.
#
#   test/matrix.sh [VERSION…]    15 16 17 18 18-cassert 19 unless given
#
# 16, which no Debian has, is only compiled against; NN-cassert is a server
# built from Debian's source with --enable-cassert.  What is done inside a root
# is in test/matrix_inside.sh.
#
# The roots are made with debootstrap where they are missing, in RTK_ROOTS
# (build/roots unless set), and kept with all that was installed in them:
# bare-SUITE is untouched, and VERSION is a copy that a version uses.  Remove a
# folder to have it made again.  Each version's output: build/matrix/VERSION.log.
#
# The last lines are a table and, of all versions, "N passed, N failed, N
# skipped"; what is skipped are versions.  Exit status 0 only if nothing failed.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=test/roots.sh
. "$top/test/roots.sh"
roots=${RTK_ROOTS:-$top/build/roots}
logs=$top/build/matrix
passed=0
failed=0
skipped=0
table=()

suite_of() {
    case ${1%-cassert} in
        15 | 16) echo bookworm ;;
        17) echo trixie ;;
        18) echo testing ;;
        19) echo sid ;;
        *) root_complain "no version $1"; return ;;
    esac
}

# The version's own root, as bare as it comes from debootstrap or as an earlier
# run left it.
version_root() {
    local suite=$1 root=$2

    [ ! -d "$root" ] || return 0
    root_make "$suite" "$roots/bare-$suite" || return
    rm -rf "$root.new"
    cp -a "$roots/bare-$suite" "$root.new" || return
    mv "$root.new" "$root"
}

# All that happens to a version, on standard output.
run_version() {
    local version=$1 root=$roots/$1

    { root_possible && version_root "$(suite_of "$version")" "$root"; } 2>&1 ||
        { echo "skipped: no root"; return; }
    root_enter "$root" 2>&1 || return
    root_run "$root" "cd /root/rtk_fdw && test/matrix_inside.sh $version" 2>&1
}

# The last line of a log that begins with a word, without the word.
said() {
    sed -nE "s/^$2: //p" "$1" | tail -n 1
}

# A row of the table from a version's log.  A run without counts has failed.
report() {
    local version=$1 status=$2 log=$logs/$1.log ok=0 bad=0 note server

    server=$(said "$log" server)
    note=$(said "$log" skipped)
    if [ -n "$note" ]; then
        skipped=$((skipped + 1))
        # Why is the line before.
        [ "$note" != "no root" ] ||
            note=$(sed -n 's/^matrix\.sh: //p' "$log" | tail -n 1)
        table+=("$version|${server:--}|skipped: $note")
        return
    fi
    read -r ok bad <<<"$(sed -nE \
        's/^([0-9]+) passed, ([0-9]+) failed$/\1 \2/p' "$log" | tail -n 1)" ||
        true
    ok=${ok:-0}
    bad=${bad:-0}
    if [ "$bad" = 0 ] && { [ "$status" != 0 ] || [ "$ok" = 0 ]; }; then
        bad=1
    fi
    passed=$((passed + ok))
    failed=$((failed + bad))
    table+=("$version|${server:--}|$ok passed, $bad failed")
}

main() {
    local version status row

    [ $# -gt 0 ] || set -- 15 16 17 18 18-cassert 19
    for version in "$@"; do
        suite_of "$version" >/dev/null
    done
    mkdir -p "$roots" "$logs"
    for version in "$@"; do
        echo "== PostgreSQL $version"
        status=0
        run_version "$version" | tee "$logs/$version.log" || status=$?
        report "$version" "$status"
    done
    echo
    for row in "${table[@]}"; do
        IFS='|' read -r version server note <<<"$row"
        printf '%-11s %-34s %s\n' "$version" "$server" "$note"
    done
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" = 0 ]
}

main "$@"
