#!/usr/bin/env bash
# Times training of the note model (LSTM 256, vocabulary 50, windows of 20, batches of 64) against
# PyTorch on the CPU: whole updates, rounds taking turns in one run. Run it on a quiet machine with
# PyTorch (Debian: python3-torch).
#
#   benchmarks/train-lstm.sh [THREADS [ROUNDS [LAYERS]]]      1, 9 and 1 without
set -euo pipefail

home=$(cd "$(dirname "$0")/.." && pwd)
export OMP_NUM_THREADS=${1:-1} OPENBLAS_NUM_THREADS=${1:-1} OMP_WAIT_POLICY=PASSIVE
cd "$home"
exec ./mvnw -q -pl training -am -Ptraining-benchmark verify -DskipTests \
  -Dbenchmark.main=io.partita.model.NoteLstmSpeed \
  -Dbenchmark.args="$home/benchmarks/lstm_torch.py ${1:-1} ${2:-9} ${3:-1}"
