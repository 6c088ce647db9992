#!/usr/bin/env bash
# Times training of the note model (LSTM 256, vocabulary 50, windows of 20, batches of 64) against
# PyTorch on the CPU: whole updates, rounds taking turns in one run. Run it on a quiet machine with
# PyTorch (Debian: python3-torch).
#
#   benchmarks/train-lstm.sh [THREADS [ROUNDS [LAYERS]]]      1, 9 and 1 without
set -euo pipefail

exec "$(dirname "$0")/against_torch.sh" training training-benchmark NoteLstmSpeed lstm_torch.py \
  "${1:-1}" "${2:-9}" "${3:-1}"
