#!/usr/bin/env bash
# Times training of the token models' default networks (transformer: 4 layers of 192, 32 windows of
# 256 tokens; lstm: 3 layers of 512, 16 lanes of 128) against PyTorch on the CPU: whole updates,
# rounds taking turns in one run. Run it on a quiet machine with PyTorch (Debian: python3-torch and
# libopenblas0-pthread, without which it multiplies slowly).
#
#   benchmarks/train-lm.sh [THREADS [ROUNDS [NETWORK [VOCABULARY]]]]     1, 5, transformer and 518
set -euo pipefail

home=$(cd "$(dirname "$0")/.." && pwd)
export OMP_NUM_THREADS=${1:-1} OPENBLAS_NUM_THREADS=${1:-1} OMP_WAIT_POLICY=PASSIVE
cd "$home"
exec ./mvnw -q -pl training -am -Ptraining-benchmark verify -DskipTests \
  -Dbenchmark.main=io.partita.model.TokenSpeed \
  -Dbenchmark.args="$home/benchmarks/lm_torch.py ${1:-1} ${2:-5} ${3:-transformer} ${4:-518}"
