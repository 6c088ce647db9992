#!/usr/bin/env bash
# Times training of the convolutional autoencoders of audio (batches of random windows) against
# PyTorch on the CPU: whole updates, rounds taking turns in one run. Run it on a quiet machine with
# PyTorch (Debian: python3-torch, and libopenblas0-pthread, without which it multiplies slowly).
#
#   benchmarks/conv.sh [THREADS [ROUNDS [CONFIG [BATCH]]]]     1, 9 and mel-conv without; BATCH is 32
#                                                              for mel-conv, 4 for wave-conv and 8
#                                                              for rave-small
set -euo pipefail

home=$(cd "$(dirname "$0")/.." && pwd)
export OMP_NUM_THREADS=${1:-1} OPENBLAS_NUM_THREADS=${1:-1} OMP_WAIT_POLICY=PASSIVE
cd "$home"
exec ./mvnw -q -pl audio-models -am -Pconv-benchmark verify -DskipTests \
  -Dbenchmark.main=io.partita.model.AudioVaeSpeed \
  -Dbenchmark.args="$home/benchmarks/conv_torch.py ${1:-1} ${2:-9} ${3:-mel-conv} ${4:-}"
