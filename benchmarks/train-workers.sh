#!/usr/bin/env bash
# Times a training in one process, with one averaged worker on one core, and with two on two cores, in
# turns. Prints examples a second after the first epoch, and the ratio of two workers to one.
#
#   benchmarks/train-workers.sh LAKE DATASET [EPOCHS [ROUNDS [COMMAND [OPTION …]]]]
#                                                         5, 2 and train-lstm without
#   benchmarks/train-workers.sh lake groove 4 2 train-musicvae --batch 64 --cap 3
set -euo pipefail

home=$(cd "$(dirname "$0")/.." && pwd)
lake=$1 dataset=$2 epochs=${3:-5} rounds=${4:-2} command=${5:-train-lstm}
options=("${@:6}")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

for round in $(seq "$rounds"); do
  for workers in 0 1 2; do
    PARTITA_JAVA_OPTS="-Dspark.master=local[$((workers > 1 ? workers : 1))]" \
      "$home/partita" "$command" --lake "$lake" --dataset "$dataset" --model "$scratch/$round-$workers" "${options[@]}" \
      --epochs "$epochs" --workers "$workers" --validation none >/dev/null 2>&1
  done
done

python3 - "$scratch" "$rounds" <<'P'
import json, statistics, sys
folder, rounds = sys.argv[1], int(sys.argv[2])

def speed(name):
    lines = [json.loads(line) for line in open(f"{folder}/{name}/metrics.jsonl")]
    first = next(line for line in lines if line["epoch"] >= 1)
    last = lines[-1]
    return (last["examples"] - first["examples"]) / (last["seconds"] - first["seconds"])

median = {w: statistics.median(speed(f"{r + 1}-{w}") for r in range(rounds)) for w in (0, 1, 2)}
print("examples/s:", ", ".join(f"{w} workers {s:,.0f}" for w, s in median.items()))
print(f"two workers / one: {median[2] / median[1]:.2f}; one averaged / none: {median[1] / median[0]:.2f}")
P
