#!/usr/bin/env bash
# Writes corpora of files of which some are edited copies of others, and times find-duplicates on
# them. Run it on a quiet machine, with the real files of the tests in the folder ../shared.
#
#   benchmarks/duplicates.sh FOLDER [FILES…]    5,000, 20,000 and 80,000 files unless given
#
# FOLDER gets archives and lakes (kept for the next run; 6 GB for all) and logs. The driver and the
# two tasks beside it have 1.5 GB together.
set -euo pipefail

folder=$(realpath -m "$1")
shift
home=$(cd "$(dirname "$0")/.." && pwd)
partita=$home/partita
mkdir -p "$folder"
log=$folder/log

corpus() { # of so many files
  if [ -f "$folder/corpus-$1.tar.gz" ]; then return; fi
  (cd "$home" && ./mvnw -q -pl sample-data -am -Psample-benchmark verify -DskipTests \
    -Dbenchmark.main=io.partita.similarity.EditedCorpus \
    -Dbenchmark.args="$folder/part.tar.gz $1 1") >>"$log" 2>&1
  mv "$folder/part.tar.gz" "$folder/corpus-$1.tar.gz"
}

lake() { # of so many files
  if [ -d "$folder/lake-$1/midi_bytes" ]; then return; fi
  "$partita" ingest-midi --input "$folder/corpus-$1.tar.gz" --lake "$folder/lake-$1" --dataset bench \
    >>"$log" 2>&1
}

heap() { # the most that was left after a collection of all garbage, in MB
  grep 'Pause Full' "$folder/gc.log" | grep -o '[0-9]*M->[0-9]*M' | sed 's/.*->//; s/M//' | sort -n | tail -n 1
}

figure() { # of the last report
  grep -o "\"$1\":[0-9.]*" "$folder/found-$files.json" | head -n 1 | sed 's/.*://'
}

if [ $# = 0 ]; then set -- 5000 20000 80000; fi
before=
for files; do
  corpus "$files"
  lake "$files"
  PARTITA_MEMORY=1500m PARTITA_JAVA_OPTS="-XX:+UseSerialGC -Xlog:gc:file=$folder/gc.log" \
    "$partita" find-duplicates --lake "$folder/lake-$files" --dataset bench --json \
    >"$folder/found-$files.json" 2>>"$log"
  echo "$files files: $(figure seconds) s, $(figure contents) contents, $(figure emissions) emissions," \
    "$(figure candidates) candidates, $(figure pairs) pairs, heap $(heap) MB"
  if [ -n "$before" ]; then
    for what in emissions candidates seconds; do
      now=$(figure "$what")
      was=$(files=$before figure "$what")
      echo "  exponent of $what: $(awk "BEGIN { printf \"%.2f\", log($now / $was) / log($files / $before) }")"
    done
  fi
  before=$files
done
