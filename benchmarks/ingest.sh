#!/usr/bin/env bash
# Times whole ingests of generated archives, Spark's start included. Run it on a quiet machine.
#
#   benchmarks/ingest.sh FOLDER floor             against inflating the archive + Spark rewriting the tables
#   benchmarks/ingest.sh FOLDER scale             5,000, 50,000 and 200,000 files, 1 GB driver
#   benchmarks/ingest.sh FOLDER workers [LAYOUT…] one worker against two; a LAYOUT is "workers cores-of-each"
#   benchmarks/ingest.sh FOLDER python [MEMBERS]  against one process of python with mido
#
# FOLDER gets archives (kept for the next run), lakes and logs: 12 GB for all of them.
set -euo pipefail

folder=$(realpath -m "$1")
what=$2
home=$(cd "$(dirname "$0")/.." && pwd)
partita=$home/partita
mkdir -p "$folder"
log=$folder/log

# Tracks that make about 5,000, 50,000 and 200,000 files.
small=3310 medium=33100 large=132400

archive() { # of so many tracks, generated once
  if [ ! -f "$folder/data-$1/README.txt" ]; then
    "$partita" sample --tracks "$1" --clips 0 --out "$folder/data-$1" >>"$log" 2>&1
  fi
}

seconds() { # of a command, which writes to the log
  local from=$EPOCHREALTIME
  "$@" >>"$log" 2>&1
  echo "$EPOCHREALTIME - $from" | bc
}

ingest() { # of so many tracks, with more options
  local data=$folder/data-$1
  shift
  rm -rf "$folder/lake"
  "$partita" ingest-lmd --input "$data/lmd_matched.tar.gz" --metadata "$data/msd_summary_file.h5" \
    --match-scores "$data/match_scores.json" --lake "$folder/lake" --dataset bench "$@"
}

inflate() {
  gzip -dc "$folder/data-$1/lmd_matched.tar.gz" >/dev/null
}

files() { # of the last ingest
  "$partita" sql --lake "$folder/lake" --format csv "SELECT count(*) FROM midi_sources" 2>>"$log" | tail -n 1
}

calculate() {
  awk "BEGIN { printf \"$1\", $2 }"
}

rewrite() {
  local table sql=
  rm -rf "$folder/again"
  for table in "$folder"/lake/*/dataset=bench; do
    sql+="INSERT OVERWRITE DIRECTORY '$folder/again/$(basename "$(dirname "$table")")' USING parquet
          SELECT * FROM parquet.\`$table\`;"
  done
  # The tables' own compression; rows of tokens are too long for batches of 4,096.
  (cd "$folder" && "$home/.spark/bin/spark-sql" --master 'local[*]' --driver-memory 2g \
    --conf spark.sql.parquet.compression.codec=zstd \
    --conf spark.sql.parquet.columnarReaderBatchSize=128 -e "$sql")
}

floor() {
  local inflate_s ingest_s rewrite_s
  archive $medium
  inflate_s=$(seconds inflate $medium)
  ingest_s=$(seconds ingest $medium)
  rewrite_s=$(seconds rewrite)
  echo "$(files) files: inflating $inflate_s s, rewriting $rewrite_s s, ingest $ingest_s s"
  calculate "ingest / (inflating + rewriting) = %.2f\n" "$ingest_s / ($inflate_s + $rewrite_s)"
}

# A cluster of WORKERS with CORES each; the driver is a process of its own.
cluster() {
  "$partita" cluster start --dir "$folder/cluster" --workers "$1" --worker-cores "$2" \
    --worker-memory 4g >>"$log" 2>&1
}

stop_cluster() {
  "$partita" cluster stop --dir "$folder/cluster" >>"$log" 2>&1
}

on_cluster() { # an ingest with a driver of 1 GB, which is made to collect all its garbage now and then
  local master driver
  master=$("$partita" cluster status --dir "$folder/cluster" | grep -om 1 'spark://[^ ]*')
  rm -f "$folder/gc.log"
  PARTITA_MEMORY=1g PARTITA_JAVA_OPTS="-Xlog:gc:file=$folder/gc.log" \
    PARTITA_SPARK_OPTS="--executor-memory 3g" ingest "$1" --master "$master" &
  while sleep 3 && kill -0 $! 2>/dev/null; do
    driver=$(pgrep -f -- "-Xlog:gc:file=$folder/gc.log .*SparkSubmit" || true)
    if [ -n "$driver" ]; then jcmd "$driver" GC.run || true; fi
  done
  wait $!
}

heap() { # the most that the last driver held on to, in MB
  grep 'Pause Full' "$folder/gc.log" | grep -o '[0-9]*M->[0-9]*M' | sed 's/.*->//; s/M//' | sort -n | tail -n 1
}

scale() {
  local tracks taken count last_s= last_count=
  for tracks in $small $medium $large; do archive "$tracks"; done
  cluster 1 "$(nproc)"
  trap stop_cluster EXIT
  for tracks in $small $medium $large; do
    taken=$(seconds on_cluster "$tracks")
    count=$(files)
    echo "$count files: $taken s, driver's heap $(heap) MB"
    if [ -n "$last_s" ]; then
      calculate "  exponent %.2f\n" "log($taken / $last_s) / log($count / $last_count)"
    fi
    last_s=$taken last_count=$count
  done
}

workers() {
  local layout taken
  archive $medium
  trap stop_cluster EXIT
  if [ $# = 0 ]; then set -- "1 1" "1 2" "2 1"; fi
  for layout; do
    cluster $layout # two words
    taken=$(seconds on_cluster $medium)
    echo "workers and cores of each: $layout: $taken s"
    stop_cluster
  done
}

python() {
  local members=${1:-5000} ours_s theirs_s count
  archive $medium
  theirs_s=$(seconds "${PYTHON:-python3}" "$home/benchmarks/ingest_mido.py" \
    "$folder/data-$medium/lmd_matched.tar.gz" "$members")
  ours_s=$(seconds ingest $medium)
  count=$(files)
  echo "mido, $members members: $theirs_s s; ingest, $count files: $ours_s s"
  calculate "files a second, ingest / mido = %.0f\n" "($count / $ours_s) / ($members / $theirs_s)"
}

"$what" "${@:3}"
