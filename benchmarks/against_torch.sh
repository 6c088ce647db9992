#!/usr/bin/env bash
# What the benchmarks of trainings have in common: starts one whose rounds and PyTorch's take turns.
#
#   benchmarks/against_torch.sh MODULE PROFILE CLASS SCRIPT THREADS ARGUMENTS...
set -euo pipefail

module=$1 profile=$2 main=$3 script=$4 threads=$5
shift 5
home=$(cd "$(dirname "$0")/.." && pwd)
export OMP_NUM_THREADS=$threads OPENBLAS_NUM_THREADS=$threads OMP_WAIT_POLICY=PASSIVE
cd "$home"
exec ./mvnw -q -pl "$module" -am -P"$profile" verify -DskipTests \
  -Dbenchmark.main=io.partita.model."$main" \
  -Dbenchmark.args="$home/benchmarks/$script $threads $*"
