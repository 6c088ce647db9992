#!/usr/bin/env bash
# On a machine with an NVIDIA GPU: checks Partita's kernels against the processor and times whole
# updates against PyTorch on the same card, in turns. Prints tables as it goes; takes under 8 minutes.
# Needs x86-64, the driver, and python3 with PyTorch; no Java. benchmarks/gpu.sh makes a bundle of it.
#
#   FOLDER/run.sh [PARTS...]        folders with parts of the bundle that are not beside this script
#
# TINY=--tiny takes networks of a few units, as for a driver on the processor. ROUNDS: 7 without.
set -euo pipefail

bundle=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'kill $(jobs -p) 2> /dev/null || true; rm -rf "$work"' EXIT
networks="drum-gpt token-transformer cat-drums_2bar_small cat-mel_2bar_big mel-conv"
tiny=${TINY:-}
python=${PYTHON:-python3}

for part in jars native; do
  for folder in "$bundle" "$@"; do
    [[ ! -f $folder/$part.tar.xz ]] || "$python" -m tarfile -e "$folder/$part.tar.xz" "$work" > /dev/null
  done
  [[ -d $work/$part ]] || { echo "Part $part.tar.xz is missing: name its folder." >&2; exit 2; }
done
chmod +x "$work"/jars/java/bin/* "$work"/jars/java/lib/jspawnhelper
if ldd "$work"/jars/java/lib/lib{jli,java,zip,jimage}.so "$work"/jars/java/lib/server/libjvm.so |
  grep -Eq 'lib(z|stdc\+\+|gcc_s)\.so[.0-9]* => not found'; then
  export LD_LIBRARY_PATH=$work/jars/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
fi

# speed SECONDS WHAT NETWORK…: runs GpuSpeed for so long at most; its warnings go to the network's log.
speed() {
  timeout "$1" "$work/jars/java/bin/java" -Xmx4g -Dorg.bytedeco.javacpp.maxbytes=12g \
    -Dorg.bytedeco.javacpp.maxphysicalbytes=20g -Dorg.bytedeco.javacpp.cachedir="$work/cache" \
    -cp "$work/jars/*:$work/native/*:$work/jars/classes" io.partita.model.GpuSpeed $tiny "${@:2}" 2>> "$work/log-${3:-}"
}

fail=0
failed() {
  fail=1
  echo "$1: failed, or took too long"
  tail -n 12 "$work/log-$1"
}

nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader 2> /dev/null || echo 'No nvidia-smi'
"$python" -c 'import torch; print("PyTorch", torch.__version__, torch.cuda.is_available() and torch.cuda.get_device_name())'
speed 60 gpu || { cat "$work/log-"; exit 2; }
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-3} OMP_WAIT_POLICY=PASSIVE

echo
echo "The last loss of updates of 8 examples on the processor and on the GPU from one seed, how far all losses"
echo "are apart at most, as a share; and gradients of the first update, as a share of their norm (0: none of"
echo "it was computed on the GPU)"
echo
echo "| network | updates | loss on the processor | on the GPU | apart at most | two runs on the GPU equal | gradients apart |"
echo "|---|---|---|---|---|---|---|"
for network in $networks; do
  speed "${CHECK_S:-150}" check "$network" > "$work/check-$network" & # side by side: no times
  echo $! > "$work/pid-$network"
done
for network in $networks; do
  wait "$(cat "$work/pid-$network")" || failed "$network"
  cat "$work/check-$network"
done

echo
echo "Whole updates, ms: forward, backward, clipping, Adam; medians"
echo
echo "| network | parameters | batch | Partita | PyTorch | ratio | MB that an update copies |"
echo "|---|---|---|---|---|---|---|"
for network in $networks; do
  speed "${TIME_S:-55}" time "$network" "$bundle/gpu_torch.py" "${ROUNDS:-7}" || failed "$network"
done
exit $fail
