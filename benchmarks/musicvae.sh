#!/usr/bin/env bash
# Times training of MusicVAE's networks (batches of 64 random slices) against PyTorch on the CPU:
# whole updates, rounds taking turns in one run. Run it on a quiet machine with PyTorch (Debian:
# python3-torch).
#
#   benchmarks/musicvae.sh [THREADS [ROUNDS [CONFIG]]]     1, 9 and cat-drums_2bar_small without
set -euo pipefail

home=$(cd "$(dirname "$0")/.." && pwd)
export OMP_NUM_THREADS=${1:-1} OPENBLAS_NUM_THREADS=${1:-1} OMP_WAIT_POLICY=PASSIVE
cd "$home"
exec ./mvnw -q -pl training -am -Ptraining-benchmark verify -DskipTests \
  -Dbenchmark.main=io.partita.model.MusicVaeSpeed \
  -Dbenchmark.args="$home/benchmarks/musicvae_torch.py ${1:-1} ${2:-9} ${3:-cat-drums_2bar_small}"
