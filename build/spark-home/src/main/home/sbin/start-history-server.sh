#!/usr/bin/env bash
# SPARK_HISTORY_OPTS=-Dspark.history.fs.logDirectory=/path/to/events start-history-server.sh
set -euo pipefail
exec "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/spark-daemon.sh" start history-server "$@"
