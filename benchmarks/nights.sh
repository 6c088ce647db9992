#!/usr/bin/env bash
# What a night costs: six commands on a new lake, and the same commands again when nothing has changed.
#
#   benchmarks/nights.sh FOLDER INPUT…      INPUT as of ingest midi
#
# For each command the CPU seconds and the bytes written in the lake. FOLDER gets the lake, the pages and
# a log. A third night would have one new file in a hundred: give its input as NEW_INPUT.
set -euo pipefail

folder=$(realpath -m "$1")
shift
home=$(cd "$(dirname "$0")/.." && pwd)
lake=$folder/lake
rm -rf "$lake" "$folder/pages"
mkdir -p "$folder"
: >"$folder/log"

# Files of the lake by number, length and time; hard links are one file.
files() {
  if [ -d "$lake" ]; then find "$lake" -type f -printf '%i %s %T@\n' | sort -u; fi
}

night() { # name input…
  local name=$1 total=0 bytes
  shift
  local inputs=() input
  for input; do inputs+=(--input "$input"); done
  step "$name" ingest midi "${inputs[@]}"
  step "$name" find duplicates
  step "$name" split
  step "$name" check
  step "$name" stats
  step "$name" report --out "$folder/pages"
  awk -v name="$name" '$1 == name { cpu += $(NF - 1); bytes += $NF }
    END { printf "%-10s %-16s %8.1f %14d\n", name, "all", cpu, bytes }' "$folder/figures"
}

step() { # night command options…
  local name=$1 command=$2 cpu
  shift 2
  if [[ ${1:-} != --* && -n ${1:-} ]]; then
    command+=" $1"
    shift
  fi
  files >"$folder/before"
  TIMEFORMAT='%U %S'
  # Unquoted: the command may be two words.
  { time "$home/partita" $command "$@" --lake "$lake" --dataset nights >>"$folder/log" 2>&1; } 2>"$folder/time"
  cpu=$(awk '{ print $1 + $2 }' "$folder/time")
  files >"$folder/after"
  bytes=$(comm -13 "$folder/before" "$folder/after" | awk '{ sum += $2 } END { print sum + 0 }')
  echo "$name ${command// /-} $cpu $bytes" >>"$folder/figures"
  printf '%-10s %-16s %8.1f %14d\n' "$name" "$command" "$cpu" "$bytes"
}

: >"$folder/figures"
"$home/partita" --version >>"$folder/log" 2>&1 # builds where it has to
printf '%-10s %-16s %8s %14s\n' night command "CPU s" "bytes written"
night whole "$@"
night unchanged "$@"
if [ -n "${NEW_INPUT:-}" ]; then night new "$NEW_INPUT"; fi
