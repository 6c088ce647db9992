#!/usr/bin/env bash
# stop-thriftserver.sh
set -euo pipefail
exec "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/spark-daemon.sh" stop thriftserver "$@"
