#!/usr/bin/env bash
# start-worker.sh spark://127.0.0.1:7077 --cores 2 --memory 2g
set -euo pipefail
exec "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/spark-daemon.sh" start worker "$@"
