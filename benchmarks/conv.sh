#!/usr/bin/env bash
# Times training of the convolutional autoencoders of audio (batches of random windows) against
# PyTorch on the CPU: whole updates, rounds taking turns in one run. Run it on a quiet machine with
# PyTorch (Debian: python3-torch, and libopenblas0-pthread, without which it multiplies slowly).
#
#   benchmarks/conv.sh [THREADS [ROUNDS [CONFIG [BATCH]]]]     1, 9 and mel-conv without; BATCH is 32
#                                                              for mel-conv, 4 for wave-conv and 8
#                                                              for rave-small
set -euo pipefail

exec "$(dirname "$0")/against_torch.sh" audio-models conv-benchmark AudioVaeSpeed conv_torch.py \
  "${1:-1}" "${2:-9}" "${3:-mel-conv}" "${4:-}"
