#!/usr/bin/env bash
# Trains for a while and prints what memory the process holds: seconds, resident MiB, a line a minute.
#
#   benchmarks/train-memory.sh LAKE DATASET [MINUTES]      30 without
set -euo pipefail

home=$(cd "$(dirname "$0")/.." && pwd)
lake=$1 dataset=$2 minutes=${3:-30}
scratch=$(mktemp -d)
"$home/partita" --version >/dev/null
PARTITA_JAVA_OPTS="-Dspark.master=local[1]" "$home/partita" train-lstm --lake "$lake" --dataset "$dataset" \
  --model "$scratch/model" --epochs 100000 --workers 1 --max-minutes "$minutes" >/dev/null 2>&1 &
training=$!
trap 'kill "$training" 2>/dev/null || true; rm -rf "$scratch"' EXIT

while kill -0 "$training" 2>/dev/null; do
  awk -v s="$SECONDS" '/VmRSS/ { printf "%5d s  %6d MiB\n", s, $2 / 1024 }' "/proc/$training/status"
  sleep 60
done
