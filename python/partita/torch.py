"""Three thin classes for PyTorch's ``DataLoader``."""

from __future__ import annotations

from typing import Iterator

import numpy as np

try:
    import torch
except ModuleNotFoundError:
    raise ModuleNotFoundError("partita.torch needs PyTorch 1.13 or newer: pip install torch", name="torch") from None
from torch.utils.data import Dataset, IterableDataset, get_worker_info

from .export import Mel
from .tokens import Batches, Tokens, Variation, Windows

Pair = tuple[torch.Tensor, torch.Tensor]


class TokenBatches(IterableDataset[Pair]):
    """Whole batches, the quick way: give it to ``DataLoader(batches, batch_size=None, num_workers=…)``.

    Workers divide the batches, and the loader gives them in the order that one process has them. Set
    :attr:`epoch` before each pass; set :attr:`position` once to go on with a pass that was cut.

    Args:
        tokens: a split.
        size: windows of a batch.
        length: predictions of a window.
        seed: decides the order.
        variation: how documents are varied.
        rank: of this process among ``ranks``.
        ranks: processes that divide an epoch.

    Yields:
        ``x`` and ``y``, each int64 ``[size, length]``; see :class:`partita.Batches`.
    """

    def __init__(
        self,
        tokens: Tokens,
        size: int,
        length: int,
        seed: int = 0,
        variation: Variation | None = None,
        rank: int = 0,
        ranks: int = 1,
    ) -> None:
        self.windows, self.size, self.seed, self.variation = tokens.windows(length), size, seed, variation
        self.rank, self.ranks = rank, ranks
        self.epoch = self.position = 0

    def _batches(self, worker: int = 0, workers: int = 1) -> Batches:
        return Batches(
            self.windows,
            self.size,
            self.seed,
            self.epoch,
            self.position + worker,
            self.variation,
            self.rank,
            self.ranks,
            workers,
        )

    def __len__(self) -> int:
        """Batches that are left of the epoch."""
        return max(0, len(self._batches()) - self.position)

    def __iter__(self) -> Iterator[Pair]:
        worker = get_worker_info()
        for x, y in self._batches(worker.id, worker.num_workers) if worker else self._batches():
            yield torch.from_numpy(x), torch.from_numpy(y)


class TokenWindows(Dataset[Pair]):
    """Windows one by one, for samplers of PyTorch: ``x`` and ``y`` as int64 ``[length]``. Slower than whole batches."""

    def __init__(self, tokens: Tokens, length: int) -> None:
        self.windows: Windows = tokens.windows(length)

    def __len__(self) -> int:
        return len(self.windows)

    def __getitem__(self, index: int) -> Pair:
        x, y = self.windows[index]
        return torch.from_numpy(x), torch.from_numpy(y)


class MelWindows(Dataset[tuple[torch.Tensor, int]]):
    """Windows of log-mel, float32 ``[frames, n_mels]``, each within one track, with the index of its label or -1.

    Args:
        mel: a split.
        frames: of a window.
        hop: frames from one window to the next; ``frames`` by default. The rest of a track is left out.
    """

    def __init__(self, mel: Mel, frames: int, hop: int | None = None) -> None:
        hop = hop or frames
        counts = np.maximum(0, (np.diff(mel.offsets) - frames) // hop + 1)
        self.mel, self.frames = mel, frames
        self.tracks = np.repeat(np.arange(len(mel)), counts)
        first = np.repeat(np.cumsum(counts) - counts, counts)
        self.begins = mel.offsets[:-1][self.tracks] + (np.arange(len(self.tracks)) - first) * hop

    def __len__(self) -> int:
        return len(self.begins)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, int]:
        at = self.begins[index]
        part = self.mel.values[at : at + self.frames].astype(np.float32)
        return torch.from_numpy(part), int(self.mel.labels[self.tracks[index]])
