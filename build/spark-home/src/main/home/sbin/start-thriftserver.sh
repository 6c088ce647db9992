#!/usr/bin/env bash
# start-thriftserver.sh --master spark://127.0.0.1:7077
set -euo pipefail
exec "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/spark-daemon.sh" start thriftserver "$@"
