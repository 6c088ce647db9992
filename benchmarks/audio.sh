#!/usr/bin/env bash
# Times an ingest of audio against ffmpeg, one process for each core, and torchaudio's mel of what
# it decoded. Run it on a quiet machine with ffmpeg and torchaudio (Debian: ffmpeg python3-torchaudio).
#
#   benchmarks/audio.sh FOLDER CLIP…     30-second clips, repeated until there are 1,000
#
# FOLDER gets a folder of clips, a lake and logs.
set -euo pipefail

folder=$(realpath -m "$1")
shift
home=$(cd "$(dirname "$0")/.." && pwd)
cores=$(nproc)
clips=1000
mkdir -p "$folder"
log=$folder/log

# Names in one folder for all; a few bytes behind each make a content of its own, which no decoder sees.
copies() {
  local i sources=("$@") source
  if [ "$(ls "$folder/clips" 2>/dev/null | wc -l)" = "$clips" ]; then return; fi
  mkdir -p "$folder/clips"
  for ((i = 0; i < clips; i++)); do
    source=${sources[i % ${#sources[@]}]}
    { cat "$source" && printf 'TAG%0125d' "$i"; } >"$folder/clips/$(printf %06d "$i").${source##*.}"
  done
}

# Every cores-th clip from number $1 on, one after the other in one process: ffmpeg is slower with
# as many inputs. It complains that time goes back between clips of different rates.
decode() {
  ls "$folder"/clips/* | awk "NR % $cores == $1 { print \"file '\" \$0 \"'\" }" >"$folder/list-$1"
  ffmpeg -nostdin -v error -y -threads 1 -f concat -safe 0 -i "$folder/list-$1" \
    -map 0:a -ac 1 -ar 22050 -f f32le /dev/null
}

mel() { # of as many clips of 30 s as each core's share has
  "${PYTHON:-python3}" "$home/benchmarks/mel_torchaudio.py" --clips $((clips / cores))
}

on_every_core() {
  local core pids=() pid
  for ((core = 0; core < cores; core++)); do
    "$1" "$core" &
    pids+=($!)
  done
  for pid in "${pids[@]}"; do wait "$pid"; done
}

seconds() { # of a command, which writes to the log
  local from=$EPOCHREALTIME
  "$@" >>"$log" 2>&1
  echo "$EPOCHREALTIME - $from" | bc
}

ingest() {
  rm -rf "$folder/lake"
  "$home/partita" ingest-audio --input "$folder/clips" --lake "$folder/lake" --dataset bench
}

copies "$@"
decode_s=$(seconds on_every_core decode)
mel_s=$(grep -o 'in all [0-9.]*' <<<"$(on_every_core mel 2>>"$log")" | awk '{ if ($3 > most) most = $3 } END { print most }')
ingest_s=$(seconds ingest)
path_s=$(grep -ho '"decode" : [0-9.]*' "$folder"/lake/mel/dataset=bench/_run.json | grep -o '[0-9.]*$')
echo "$clips clips: ffmpeg $decode_s s, torchaudio $mel_s s; ingest $ingest_s s, of which decoding, mel and Parquet $path_s s"
awk "BEGIN { printf \"path / (ffmpeg + torchaudio) = %.2f, whole process %.2f\n\", \
  $path_s / ($decode_s + $mel_s), $ingest_s / ($decode_s + $mel_s) }"
