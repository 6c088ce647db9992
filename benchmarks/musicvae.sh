#!/usr/bin/env bash
# Times training of MusicVAE's networks (batches of 64 random slices) against PyTorch on the CPU:
# whole updates, rounds taking turns in one run. Run it on a quiet machine with PyTorch (Debian:
# python3-torch).
#
#   benchmarks/musicvae.sh [THREADS [ROUNDS [CONFIG]]]     1, 9 and cat-drums_2bar_small without
set -euo pipefail

exec "$(dirname "$0")/against_torch.sh" training training-benchmark MusicVaeSpeed musicvae_torch.py \
  "${1:-1}" "${2:-9}" "${3:-cat-drums_2bar_small}"
