#!/usr/bin/env bash
# Counts lakes of made-up rows on a cluster and shows that the driver's heap does not grow with them.
# Run it on a quiet machine.
#
#   benchmarks/stats.sh FOLDER [FILES…]    10,000, 100,000 and 1,000,000 rows of midi_files unless given,
#                                          and 20 notes for each
#
# FOLDER gets the lakes (kept for the next run; 1 GB for all) and logs.
set -euo pipefail

folder=$(realpath -m "$1")
shift
home=$(cd "$(dirname "$0")/.." && pwd)
partita=$home/partita
notes_of_a_file=20
mkdir -p "$folder"
log=$folder/log

# Rows as an ingest makes them, in the lake's layout: a tenth of the contents repeat another one.
lake() { # of so many files
  local lake=$folder/lake-$1
  if [ -f "$lake/_partita/bench/current.json" ]; then return; fi
  rm -rf "$lake"
  (cd "$folder" && "$home/.spark/bin/spark-sql" --master 'local[*]' --driver-memory 2g \
    --conf spark.sql.parquet.compression.codec=zstd -e "
    INSERT OVERWRITE DIRECTORY '$lake/midi_files/dataset=bench' USING parquet
    SELECT md5(CAST(id AS string)) AS midi_md5, CAST(id AS string) AS path,
      CAST(1000 + pmod(hash(id), 50000) AS bigint) AS size_bytes,
      IF(id % 17 = 0, 'repaired', 'ok') AS status, CAST(NULL AS string) AS fault,
      IF(id % 17 = 0, map('TRUNCATED', 1), map()) AS warnings, CAST(1 AS int) AS format,
      CAST(1 + id % 16 AS int) AS n_tracks, CAST(pmod(hash(id, 1), 10000) AS int) AS n_notes,
      60 + 300 * rand(1) AS duration_s, array(CAST(id % 128 AS int)) AS programs,
      CAST(20 + id % 30 AS int) AS pitch_min, CAST(60 + id % 40 AS int) AS pitch_max,
      60 + 120 * rand(2) AS tempo_initial_bpm, 60 + 120 * rand(3) AS tempo_mean_bpm,
      '4/4' AS time_signature, IF(id % 3 = 0, 'C major', NULL) AS key, 20 * rand(4) AS note_density,
      sha2(CAST(IF(id % 10 = 0, id + 1, id) AS string), 256) AS content_hash,
      md5(CAST(id DIV 10 AS string)) AS split_group,
      IF(id DIV 10 % 10 = 0, 'test', 'train') AS split FROM range(0, $1, 1, 8);
    INSERT OVERWRITE DIRECTORY '$lake/notes/dataset=bench' USING parquet
    SELECT md5(CAST(id DIV $notes_of_a_file AS string)) AS midi_md5, CAST(id % 128 AS int) AS program,
      id % 10 = 0 AS is_drum, CAST(30 + id % 60 AS int) AS pitch, CAST(1 + id % 127 AS int) AS velocity,
      rand(5) AS duration_s, 'note_off' AS closed_by FROM range(0, $1 * $notes_of_a_file, 1, 8);" \
    >>"$log" 2>&1)
  for table in midi_files notes; do
    echo "{\"run_id\": \"bench-$1\", \"attempt\": \"bench\"}" >"$lake/$table/dataset=bench/_run.json"
  done
  mkdir -p "$lake/_partita/bench"
  echo '{"attempt": "bench", "command": "bench"}' >"$lake/_partita/bench/current.json"
}

# With a driver of 512 MB that is made to collect all its garbage every second.
stats() { # of so many files
  local master driver
  master=$("$partita" cluster status --dir "$folder/cluster" | grep -om 1 'spark://[^ ]*')
  rm -f "$folder/gc.log"
  PARTITA_MEMORY=512m PARTITA_JAVA_OPTS="-Xlog:gc:file=$folder/gc.log" \
    PARTITA_SPARK_OPTS="--executor-memory 3g" \
    "$partita" stats --lake "$folder/lake-$1" --dataset bench --json --master "$master" \
    >"$folder/stats-$1.json" 2>>"$log" &
  while sleep 1 && kill -0 $! 2>/dev/null; do
    driver=$(pgrep -f -- "-Xlog:gc:file=$folder/gc.log .*SparkSubmit" || true)
    if [ -n "$driver" ]; then jcmd "$driver" GC.run >/dev/null 2>&1 || true; fi
  done
  wait $!
}

heap() { # the most that the driver held on to, in MB
  grep 'Pause Full' "$folder/gc.log" | grep -o '[0-9]*M->[0-9]*M' | sed 's/.*->//; s/M//' | sort -n | tail -n 1
}

if [ $# = 0 ]; then set -- 10000 100000 1000000; fi
for files; do lake "$files"; done
"$partita" cluster start --dir "$folder/cluster" --workers 1 --worker-cores "$(nproc)" \
  --worker-memory 4g >>"$log" 2>&1
trap '"$partita" cluster stop --dir "$folder/cluster" >>"$log" 2>&1' EXIT
for files; do
  from=$EPOCHREALTIME
  stats "$files"
  seconds=$(echo "$EPOCHREALTIME - $from" | bc)
  rows=$((files * (1 + notes_of_a_file)))
  echo "$files files, $rows rows: $seconds s, $(echo "$rows / $seconds" | bc) rows/s, driver's heap $(heap) MB"
done
