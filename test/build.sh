#!/bin/bash
# Build rtk_fdw and install it into the server's own folders.  Installing takes
# root, unless those folders are the user's; an installation of this very build
# that is there already will do.  Quiet unless something fails.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
log=$top/build/build.log

quietly() {
    "$@" >>"$log" 2>&1 </dev/null || { tail -n 60 "$log" >&2; exit 1; }
}

mkdir -p "$top/build"
: >"$log"
lib=$("${PG_CONFIG:-pg_config}" --pkglibdir)
quietly make -C "$top" all
if [ -w "$lib" ]; then
    quietly make -C "$top" install
elif ! cmp -s "$top/rtk_fdw.so" "$lib/rtk_fdw.so"; then
    echo "rtk_fdw is not installed as built; run: sudo make install" >&2
    exit 1
fi
