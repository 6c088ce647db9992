#!/usr/bin/env bash
# What a night costs: eight commands on a new lake, the same when nothing has changed, and the same when
# something has, each in a process of its own and all in one.
#
#   benchmarks/nights.sh FOLDER INPUT NEW_INPUT      inputs as of ingest midi; the second is the changed first
#
# For each command the CPU seconds and the bytes written in the lake. FOLDER gets the lakes, the pages and
# a log. The same file name in two folders will do for the inputs.
set -euo pipefail

folder=$(realpath -m "$1")
input=$(realpath -s "$2")
changed=$(realpath -s "$3")
home=$(cd "$(dirname "$0")/.." && pwd)
rm -rf "$folder"
mkdir -p "$folder"
: >"$folder/log"
: >"$folder/figures"

commands() { # lake input pages
  local to="--lake $1 --dataset nights"
  echo "ingest midi --input $2 $to"
  echo "tokenize --tokens tsd $to"
  echo "slice drums --bars 2 $to"
  echo "find duplicates $to"
  echo "split $to"
  echo "check $to"
  echo "stats $to"
  echo "report --out $3 $to"
}

# Files of a lake by number, length and time; hard links are one file.
files() {
  if [ -d "$1" ]; then find "$1" -type f -printf '%i %s %T@\n' | sort -u; fi
}

measured() { # night name lake command…
  local night=$1 name=$2 lake=$3 cpu bytes
  shift 3
  files "$lake" >"$folder/before"
  TIMEFORMAT='%U %S'
  { time "$home/partita" "$@" >>"$folder/log" 2>&1; } 2>"$folder/time"
  cpu=$(awk '{ print $1 + $2 }' "$folder/time")
  files "$lake" >"$folder/after"
  bytes=$(comm -13 "$folder/before" "$folder/after" | awk '{ sum += $2 } END { print sum + 0 }')
  echo "$night $name $cpu $bytes" >>"$folder/figures"
  printf '%-10s %-16s %8.1f %14d\n' "$night" "$name" "$cpu" "$bytes"
}

night() { # name input
  local line name
  while read -r line; do
    name=${line%% --*}
    # Unquoted: words, none of which has a space.
    measured "$1" "${name// /-}" "$folder/lake" $line
  done < <(commands "$folder/lake" "$2" "$folder/pages")
  awk -v name="$1" '$1 == name { cpu += $3; bytes += $4 }
    END { printf "%-10s %-16s %8.1f %14d\n", name, "all", cpu, bytes }' "$folder/figures"
  commands "$folder/together" "$2" "$folder/pages-together" >"$folder/night.txt"
  measured "$1" one-process "$folder/together" run "$folder/night.txt"
}

"$home/partita" --version >>"$folder/log" 2>&1 # builds where it has to
printf '%-10s %-16s %8s %14s\n' night command "CPU s" "bytes written"
night whole "$input"
night unchanged "$input"
night changed "$changed"
