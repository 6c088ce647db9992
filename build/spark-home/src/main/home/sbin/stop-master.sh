#!/usr/bin/env bash
# stop-master.sh
set -euo pipefail
exec "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/spark-daemon.sh" stop master "$@"
