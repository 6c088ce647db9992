#!/usr/bin/env bash
# Times how long short commands take from the shell to their end, against those of another checkout if
# one is given: in turn, so that both have the same machine. Run it on a quiet one. A checkout without
# DuckDB answers the same query with Spark.
#
#   benchmarks/start.sh LAKE [OTHER_CHECKOUT]      RUNS=5 unless set
#
# For each command: median seconds, median CPU seconds, and their ratios to the other checkout's.
set -euo pipefail

lake=$(realpath "$1")
home=$(cd "$(dirname "$0")/.." && pwd)
checkouts=("$home")
if [ $# -gt 1 ]; then checkouts+=("$(realpath "$2")"); fi
figures=$(mktemp -d)
trap 'rm -rf "$figures"' EXIT

# Appends "seconds CPU-seconds" to a file.
timed() { # file command…
  local file=$1
  shift
  TIMEFORMAT='%R %U %S'
  { time "$@" >"$figures/out" 2>&1; } 2>"$figures/time"
  awk '{ print $1, $2 + $3 }' "$figures/time" >>"$file"
}

median() { # file column
  cut -d ' ' -f "$2" "$1" | sort -g | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'
}

partita() { # checkout arguments…
  local checkout=$1
  shift
  if [ "${2:-}" = --engine ] && [ ! -d "$checkout/.spark/duckdb" ]; then set -- "$1" "${@:4}"; fi
  "$checkout/partita" "$@"
}

compare() { # name arguments…
  local name=$1 run i
  shift
  # The first run of a checkout may have to build.
  for checkout in "${checkouts[@]}"; do partita "$checkout" "$@" >"$figures/out" 2>&1; done
  rm -f "$figures"/run.*
  for ((run = 0; run < ${RUNS:-5}; run++)); do
    for i in "${!checkouts[@]}"; do timed "$figures/run.$i" partita "${checkouts[i]}" "$@"; done
  done
  echo "$name: $(median "$figures/run.0" 1) s, $(median "$figures/run.0" 2) s of CPU"
  if [ ${#checkouts[@]} -gt 1 ]; then
    for column in 1 2; do
      paste -d ' ' <(median "$figures/run.0" "$column") <(median "$figures/run.1" "$column")
    done | awk 'NR == 1 { s = $1 / $2 } END { printf "  relative to the other: %.2f, CPU %.2f\n", s, $1 / $2 }'
  fi
}

compare "--help" --help
compare "tables" tables --lake "$lake"
compare "sql --engine duckdb 'SELECT 1'" sql --engine duckdb --lake "$lake" "SELECT 1"
compare "sql 'SELECT 1'" sql --lake "$lake" "SELECT 1"
