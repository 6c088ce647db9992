#!/usr/bin/env bash
# Times training of the token models' default networks (transformer: 4 layers of 192, 32 windows of
# 256 tokens; lstm: 3 layers of 512, 16 lanes of 128) against PyTorch on the CPU: whole updates,
# rounds taking turns in one run. Run it on a quiet machine with PyTorch (Debian: python3-torch and
# libopenblas0-pthread, without which it multiplies slowly).
#
#   benchmarks/train-lm.sh [THREADS [ROUNDS [NETWORK [VOCABULARY]]]]     1, 5, transformer and 518
set -euo pipefail

exec "$(dirname "$0")/against_torch.sh" training training-benchmark TokenSpeed lm_torch.py \
  "${1:-1}" "${2:-5}" "${3:-transformer}" "${4:-518}"
