#!/bin/bash
# Run a command with a mock API of its own, whose port is in RTK_MOCK_PORT:
#
#   test/with_mock.sh COMMAND [ARGUMENT…]
#
# `make installcheck` launches every psql with it, so that each test starts
# from the same data and an empty log of requests.  The data are the small set,
# unless RTK_MOCK_OPTIONS holds other options for mock_api.py.  A mock that the
# caller already has (RTK_MOCK_PORT is set) is used instead.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=test/mock.sh
. "$here/mock.sh"

if [ -n "${RTK_MOCK_PORT:-}" ]; then
    exec "$@"
fi
trap mock_stop EXIT
RTK_MOCK_OPTIONS=${RTK_MOCK_OPTIONS:---data small}
mock_start
"$@"
