#!/usr/bin/env bash
# Times the Python package on 10 million tokens: opening them, whole batches, and PyTorch's loader item by item, in
# turns of one run. Needs Debian's python3-numpy and python3-torch.
#
#   benchmarks/python.sh [ROUNDS [WORKERS [LENGTH]]]     5, 0 and 512 without
set -euo pipefail

home=$(cd "$(dirname "$0")/.." && pwd)
export PYTHONPATH=$home/python:$home/python/tests PYTHONDONTWRITEBYTECODE=1 OMP_NUM_THREADS=1
exec "${PYTHON:-/usr/bin/python3}" -W ignore "$home/benchmarks/python_batches.py" "${1:-5}" "${2:-0}" "${3:-512}"
