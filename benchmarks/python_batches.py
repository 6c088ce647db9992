"""Opens an export of 10 million tokens and reads an epoch of it, for python.sh.

    python_batches.py ROUNDS WORKERS LENGTH
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import fixtures
import numpy as np
import torch
from torch.nn.functional import pad
from torch.utils.data import DataLoader, Dataset

from partita import Tokens
from partita.torch import TokenBatches, TokenWindows

TOKENS, SIZE = 10_000_000, 16


class Items(Dataset):
    """What one writes by hand over the same arrays."""

    def __init__(self, tokens, length):
        self.ids, at = tokens.values, tokens.offsets
        begins = [np.arange(begin, end - 1, length) for begin, end in zip(at, at[1:])]
        self.begin, self.end = np.concatenate(begins), np.repeat(at[1:], [len(of) for of in begins])
        self.length = length

    def __len__(self):
        return len(self.begin)

    def __getitem__(self, i):
        part = self.ids[self.begin[i] : min(self.begin[i] + self.length + 1, self.end[i])]
        part, rest = torch.from_numpy(part.astype("i8")), self.length + 1 - len(part)
        return pad(part[:-1], (0, rest)), pad(part[1:], (0, rest), value=-100)


OPEN = """
import resource, sys, time
import numpy
import partita
began = time.perf_counter()
tokens = partita.Tokens(sys.argv[1])
windows = tokens.windows(int(sys.argv[2]))
seconds = time.perf_counter() - began
print(seconds * 1e3, int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize() / 1e6)
"""


def main(rounds, workers, length):
    with tempfile.TemporaryDirectory() as place:
        random = np.random.default_rng(1)
        lengths = random.lognormal(8, 1, TOKENS).astype(int) + 3
        lengths = lengths[: np.searchsorted(lengths.cumsum(), TOKENS)]
        lengths[-1] += TOKENS - lengths.sum()
        folder = fixtures.tokens(Path(place) / "export", lengths)
        opened = [
            list(map(float, subprocess.check_output([sys.executable, "-c", OPEN, folder, str(length)]).split()))
            for _ in range(rounds)
        ]
        print("opened in %.1f ms, %.0f MB resident with NumPy" % tuple(map(statistics.median, zip(*opened))))
        tokens = Tokens(folder)
        loader = dict(batch_size=SIZE, shuffle=True, num_workers=workers)
        roads = {
            "batches": lambda: tokens.batches(SIZE, length),
            "TokenBatches": lambda: DataLoader(
                TokenBatches(tokens, SIZE, length), batch_size=None, num_workers=workers
            ),
            "TokenWindows": lambda: DataLoader(TokenWindows(tokens, length), **loader),
            "items": lambda: DataLoader(Items(tokens, length), **loader),
        }
        speeds = {road: [] for road in roads}
        for _ in range(rounds):
            for road, batches in roads.items():
                began = time.perf_counter()
                read = sum(int((y != -100).sum()) for _, y in batches())
                speeds[road].append(read / (time.perf_counter() - began) / 1e6)
        items = statistics.median(speeds["items"])
        for road, of in speeds.items():
            print(
                "%-12s %6.1f million tokens a second, %.2f of items"
                % (road, statistics.median(of), statistics.median(of) / items)
            )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
