#!/usr/bin/env bash
# Times updates of a MusicVAE's network in OpenBLAS and own loops and in ND4J's operations on one
# thread of the processor, in turns in one run: processor seconds.
#
#   benchmarks/arithmetic.sh [ROUNDS [CONFIG]]     5 and cat-drums_2bar_small without
set -euo pipefail

home=$(cd "$(dirname "$0")/.." && pwd)
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 OMP_WAIT_POLICY=PASSIVE
cd "$home"
exec ./mvnw -q -pl training -am -Ptraining-benchmark verify -DskipTests \
  -Dbenchmark.main=io.partita.model.ArithmeticSpeed \
  -Dbenchmark.args="${1:-5} ${2:-cat-drums_2bar_small}"
