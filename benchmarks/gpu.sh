#!/usr/bin/env bash
# Makes a bundle that checks and times Partita's kernels on a machine with an NVIDIA GPU and PyTorch but
# without Java: Java, jars and native libraries in two parts of at most 60 MiB, and gpu_run.sh with
# the networks in PyTorch. Compressing takes some minutes; what has not changed is kept. Needs a JDK
# with jmods.
#
#   benchmarks/gpu.sh bundle FOLDER        then, on the other machine: FOLDER/run.sh
set -euo pipefail

[[ ${1:-} == bundle && $# == 2 ]] || { sed -n '2,8s/^# \?//p' "$0"; exit 2; }
home=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$2"
folder=$(cd "$2" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
most=$((60 * 1024 * 1024))
cd "$home"

# Two updates of each network tell which jars and which modules of Java are needed, with none from an archive.
./mvnw ${MAVEN_OPTIONS:-} -q -pl audio-models -am -Pconv-benchmark verify -DskipTests \
  -Dbenchmark.main="-Xshare:off -Xlog:class+load:file=$work/loaded io.partita.model.GpuSpeed" \
  -Dbenchmark.args="--tiny cpu drum-gpt token-transformer cat-drums_2bar_small cat-mel_2bar_big mel-conv"

mkdir -p "$work/jars/classes" "$work/jars/lib" "$work/native"
# Recordings and other languages are looked for, and not needed.
modules=$(grep -o 'source: jrt:/[^ ]*' "$work/loaded" | sed 's|.*/||' | grep -Ev 'jfr|localedata' | sort -u | paste -sd,)
jlink --add-modules "$modules" --strip-debug --compress=2 --no-header-files --no-man-pages --output "$work/jars/java"
chmod -R u+w "$work/jars/java"

# A jar without compression, which xz does better, and without the models that come with Partita: always the same
# bytes.
plain() {
  rm -rf "$work/unpacked"
  mkdir "$work/unpacked"
  cd "$work/unpacked"
  jar -xf "$1"
  find . '(' -name '*.npz' -o -name module-info.class ')' -delete # the second would get the time of day
  find . -exec touch -d 2026-01-01 {} +
  find . -type f | LC_ALL=C sort > "$work/files"
  jar -c0Mf "$2/$(basename "$1")" "@$work/files"
  cd "$home"
}

grep -o 'source: file:[^ ]*' "$work/loaded" | sed 's/source: file://' | sort -u | while read -r source; do
  if [[ -d $source ]]; then
    cp -r "$source/." "$work/jars/classes"
  else
    plain "$source" "$work/jars"
    ! native=$(ls "${source%.jar}"-linux-x86_64.jar 2> /dev/null) || plain "$native" "$work/native"
  fi
done

# What a bare machine may lack.
for library in libz.so.1 libstdc++.so.6 libgcc_s.so.1; do
  cp -L "$(ldconfig -p | grep -m 1 "$library.*x86-64" | sed 's/.* => //')" "$work/jars/lib"
done

pack() {
  find "$work/$1" -exec touch -h -d 2026-01-01 {} +
  tar -C "$work" --sort=name --owner=0 --group=0 -cf "$work/$1.tar" "$1"
  sum=$(sha256sum "$work/$1.tar" | cut -d' ' -f1)
  if [[ ! -f $folder/$1.tar.xz || $(cat "$folder/$1.sum" 2> /dev/null) != "$sum" ]]; then
    nice -n 19 xz -T0 -c "$work/$1.tar" > "$work/$1.tar.xz"
    mv "$work/$1.tar.xz" "$folder"
    echo "$sum" > "$folder/$1.sum"
  fi
  size=$(stat -c %s "$folder/$1.tar.xz")
  echo "$folder/$1.tar.xz: $((size >> 20)) MiB"
  ((size <= most)) || { echo "More than $((most >> 20)) MiB." >&2; exit 1; }
}

pack native
pack jars
cp benchmarks/gpu_run.sh "$folder/run.sh"
cp benchmarks/{gpu,lm,musicvae,conv}_torch.py "$folder"
