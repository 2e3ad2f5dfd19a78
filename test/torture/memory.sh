#!/bin/bash
# Statements in a backend whose memory runs out at each allocation of rtk_fdw or
# libcurl, one after the other.  Wants rtk_fdw installed; the last line counts.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=test/torture/server.sh
. "$top/test/torture/server.sh"

cd "$top"
trap cluster_stop EXIT
cluster_start
library=$RTK_CLUSTER/memory.so
gcc -shared -fPIC -O1 -g -fno-builtin -Wall -Wextra -Wno-unused-parameter \
    -I"$("$PG_CONFIG" --includedir-server)" -o "$library" test/torture/memory.c
chmod 644 "$library"
torture_restart LD_PRELOAD="$library"
RTK_MEMORY_LIBRARY=$library test/with_mock.sh \
    psql --no-psqlrc --quiet --file=test/torture/memory.sql postgres 2>&1 |
    tee "$log/memory.log" | grep -E '^(not )?ok |^#|ERROR|FATAL|PANIC' || true
torture_summary "$log/memory.log"
