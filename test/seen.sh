#!/bin/bash
# Print the requests that the mock API saw since the last time, and forget
# them.  Those of one query arrive in any order, so they are sorted; and all
# begin alike, so they are shown from the app on.
set -euo pipefail

ctl=$(dirname "${BASH_SOURCE[0]}")/ctl.sh
seen=$("$ctl" requests format=text |
    sed -E 's,^GET /accounts/acc-demo/realtime/kit/,,' | LC_ALL=C sort)
"$ctl" reset only=log >/dev/null
printf '  %s\n' "${seen:-no request}" | sed '2,$s/^/  /'
