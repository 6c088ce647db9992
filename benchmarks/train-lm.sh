#!/usr/bin/env bash
# Times training of the token model (embedding 256, LSTMs of 512, 16 lanes of 128 tokens) against
# PyTorch on the CPU: whole updates, rounds taking turns in one run. Run it on a quiet machine with
# PyTorch (Debian: python3-torch and libopenblas0-pthread, without which it multiplies slowly).
#
#   benchmarks/train-lm.sh [THREADS [ROUNDS [LAYERS [VOCABULARY]]]]      1, 5, 3 and 518 without
set -euo pipefail

home=$(cd "$(dirname "$0")/.." && pwd)
export OMP_NUM_THREADS=${1:-1} OPENBLAS_NUM_THREADS=${1:-1} OMP_WAIT_POLICY=PASSIVE
cd "$home"
exec ./mvnw -q -pl training -am -Ptraining-benchmark verify -DskipTests \
  -Dbenchmark.main=io.partita.model.TokenLstmSpeed \
  -Dbenchmark.args="$home/benchmarks/lm_torch.py ${1:-1} ${2:-5} ${3:-3} ${4:-518}"
