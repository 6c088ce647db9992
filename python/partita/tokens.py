"""Token ids of a split, and the windows and batches that a language model learns from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .errors import ExportError
from .export import Documents
from .scheme import Scheme

IGNORED = -100
"""In targets: nothing to predict, as PyTorch's losses have it."""

Pair = tuple[NDArray[np.int64], NDArray[np.int64]]


@dataclass(frozen=True)
class Variation:
    """How far a document may be from what was written, as ``train lm`` varies it.

    Attributes:
        semitones: the lowest and highest transposition.
        tempo: the largest share by which tempos are slower or faster.
        velocity: the most steps by which velocities are lower or higher.
    """

    semitones: tuple[int, int] = (-5, 6)
    tempo: float = 0.1
    velocity: int = 0


class Tokens(Documents):
    """Token ids, ``[tokens]`` as uint16, or int32 in ``anticipation`` and ``seed``.

    A document begins with BOS and ends with EOS where the scheme has both, as in ``train lm``.

    Attributes:
        scheme: its names of ids and its way back to music.
    """

    _WHAT = ("tokens",)

    @cached_property
    def scheme(self) -> Scheme:
        """What ids mean."""
        label = self.manifest["scheme"]
        path = self.folder / "vocabulary.json"
        if label in ("anticipation", "seed"):
            return Scheme(label)
        try:
            ids = json.loads(path.read_bytes())
            names = tuple(sorted(ids, key=ids.__getitem__))
        except (OSError, ValueError, AttributeError) as e:
            raise ExportError(path, f"cannot be read: {e}") from e
        return Scheme(label, names)

    @property
    def length(self) -> int:
        """Tokens of the split."""
        return len(self.values)

    @property
    def names(self) -> tuple[str, ...]:
        """The name of each id, as ``Pitch_60``."""
        return self.scheme.names

    def to_midi(self, ids: ArrayLike, path: str | Path) -> None:
        """Writes ids of this scheme as a MIDI file; see :meth:`Scheme.to_midi`."""
        self.scheme.to_midi(ids, path)

    def windows(self, size: int) -> Windows:
        """Windows of ``size`` predictions, each within one document; together they predict each token once.

        The first token of a document is predicted by none.
        """
        return Windows(self, size)

    def batches(
        self,
        size: int,
        length: int,
        seed: int = 0,
        epoch: int = 0,
        position: int = 0,
        *,
        variation: Variation | None = None,
        rank: int = 0,
        ranks: int = 1,
    ) -> Batches:
        """An epoch's windows in a random order, ``size`` at a time; see :class:`Batches`.

        Args:
            size: windows of a batch.
            length: predictions of a window.
            seed: with ``epoch`` decides the order and how documents are varied.
            epoch: number of the pass.
            position: batches to leave out, as :attr:`Batches.position` had it when a loop was cut.
            variation: how documents are varied, all windows of one alike; None leaves them as they are.
            rank: of this process among ``ranks`` that divide the epoch.
            ranks: processes, each with as many batches as the others.
        """
        return Batches(self.windows(length), size, seed, epoch, position, variation, rank, ranks)


class Windows:
    """Windows of a split in the order of its documents; ``windows[i]`` is a pair ``(x, y)`` of int64 ``[size]``.

    ``y[t]`` follows ``x[t]``. Where a document has no more to predict ``x`` is 0 and ``y`` is :data:`IGNORED`.

    Attributes:
        size: predictions of a window.
        begins: int64 ``[windows]``, where each begins in ``tokens.values``.
        documents: int64 ``[windows]``, the document of each.
    """

    def __init__(self, tokens: Tokens, size: int) -> None:
        if size < 1:
            raise ValueError(f"a window predicts 1 token or more, not {size}")
        self.tokens, self.size = tokens, size
        starts = tokens.offsets[:-1]
        counts = np.maximum(0, -(-(np.diff(tokens.offsets) - 1) // size))
        self.documents = np.repeat(np.arange(len(starts)), counts)
        first = np.repeat(np.cumsum(counts) - counts, counts)
        self.begins = starts[self.documents] + (np.arange(len(self.documents)) - first) * size

    def __len__(self) -> int:
        return len(self.begins)

    def __getitem__(self, index: int) -> Pair:
        at = range(len(self))[index]
        begin = self.begins[at]
        end = min(begin + self.size + 1, self.tokens.offsets[self.documents[at] + 1])
        x, y = np.zeros(self.size, np.int64), np.full(self.size, IGNORED)
        x[: end - begin - 1] = self.tokens.values[begin : end - 1]
        y[: end - begin - 1] = self.tokens.values[begin + 1 : end]
        return x, y

    def gather(self, which: NDArray[np.int64], tables: NDArray[np.int64] | None = None) -> Pair:
        """Several windows at once.

        Args:
            which: indices ``[n]``.
            tables: for each window what becomes of each id, ``[n, ids]``; None leaves ids as they are.

        Returns:
            ``x`` and ``y``, each int64 ``[n, size]``.
        """
        values, begins = self.tokens.values, self.begins[which]
        ends = self.tokens.offsets[self.documents[which] + 1]
        ids = np.zeros((len(which), self.size + 1), np.int64)
        whole = ends - begins > self.size
        if whole.any():
            rows = np.lib.stride_tricks.sliding_window_view(values, self.size + 1)
            ids[whole] = rows[begins[whole]]
        for row in np.flatnonzero(~whole):
            ids[row, : ends[row] - begins[row]] = values[begins[row] : ends[row]]
        if tables is not None:
            ids = np.take_along_axis(tables, ids, 1)
        x, y = ids[:, :-1].copy(), ids[:, 1:].copy()
        behind = np.arange(1, self.size + 1) >= (ends - begins)[:, None]
        x[behind], y[behind] = 0, IGNORED
        return x, y


class Batches:
    """Batches of an epoch, an iterator of pairs ``(x, y)`` of int64 ``[size, length]``; the last may have fewer rows.

    Each window comes once, in one rank's batch. The same arguments give the same batches on any machine, so that a
    loop that is cut goes on from :attr:`position`. All ranks have equally many batches; their last ones have one
    row more or less than each other, or, where fewer windows than ranks are left, one row more than ``size``.

    Attributes:
        position: the number of the next batch: what to store beside a checkpoint.
    """

    def __init__(
        self,
        windows: Windows,
        size: int,
        seed: int = 0,
        epoch: int = 0,
        position: int = 0,
        variation: Variation | None = None,
        rank: int = 0,
        ranks: int = 1,
        stride: int = 1,
    ) -> None:
        if size < 1 or position < 0 or not 0 <= rank < ranks:
            raise ValueError(f"size {size}, position {position} and rank {rank} of {ranks} are no batches")
        self.windows, self.size, self.position = windows, size, position
        self.rank, self.ranks, self.stride = rank, ranks, stride
        self.order = np.random.default_rng((seed, epoch)).permutation(len(windows))
        self._variants = _Variants(windows.tokens, variation, (seed, epoch, 1)) if variation else None

    def __len__(self) -> int:
        """Batches of the whole epoch, those before :attr:`position` among them."""
        whole, rest = divmod(len(self.order), self.size * self.ranks)
        return whole + (rest >= self.ranks or (rest > 0 and whole == 0))

    def __iter__(self) -> Iterator[Pair]:
        return self

    def __next__(self) -> Pair:
        if self.position >= len(self):
            raise StopIteration
        step = self.size * self.ranks
        begin = self.position * step
        end = len(self.order) if self.position == len(self) - 1 else begin + step
        which = self.order[begin:end][self.rank :: self.ranks]
        self.position += self.stride
        tables = self._variants.tables(self.windows.documents[which]) if self._variants else None
        return self.windows.gather(which, tables)


class _Variants:
    """What becomes of the ids of each document, by chance but the same for all its windows."""

    def __init__(self, tokens: Tokens, variation: Variation, seed: tuple[int, ...]) -> None:
        self.tokens, self.variation, self.seed = tokens, variation, seed
        self.ids = np.arange(tokens.scheme.size)

    def tables(self, documents: NDArray[np.int64]) -> NDArray[np.int64]:
        distinct, at = np.unique(documents, return_inverse=True)
        tables = [self._table(int(document)) for document in distinct]
        return np.array(tables, int).reshape(len(distinct), len(self.ids))[at]

    def _table(self, document: int) -> NDArray[np.int64]:
        random = np.random.default_rng((*self.seed, document))
        (low, high), tempo, velocity = self.variation.semitones, self.variation.tempo, self.variation.velocity
        return self.tokens.scheme.augment(
            self.ids,
            int(random.integers(low, high + 1)),
            1 + random.uniform(-tempo, tempo),
            int(random.integers(-velocity, velocity + 1)),
            self.tokens.scheme.pitch_range(self.tokens[document]),
        )
