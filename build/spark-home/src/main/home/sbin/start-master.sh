#!/usr/bin/env bash
# start-master.sh --host 127.0.0.1 --port 7077
set -euo pipefail
exec "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/spark-daemon.sh" start master "$@"
