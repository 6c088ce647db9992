"""Arrays of an export, memory-mapped: what ``partita export --format npy`` wrote of one split."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import ExportError

_LAYOUT = 1


def manifest(folder: str | Path) -> dict[str, Any]:
    """What an export's ``export.json`` says.

    Raises:
        ExportError: there is none, it cannot be read, or another version of Partita wrote it.
    """
    path = Path(folder) / "export.json"
    try:
        made = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise ExportError(path, "no such file: the folder is no export, or one that was not copied whole") from None
    except (OSError, ValueError) as e:
        raise ExportError(path, f"cannot be read: {e}") from e
    layout = made.get("layout") if isinstance(made, dict) else None
    if layout != _LAYOUT:
        raise ExportError(
            path, f"layout {layout} of another version of Partita, where this package reads {_LAYOUT}: export it again"
        )
    return made


class Documents:
    """The documents of one split of an export, one after another.

    A document is a file's tokens or notes, a track's frames, or a slice. ``len(documents)`` is their number, and
    ``documents[i]`` a view of the memory map.

    Args:
        folder: of the export.
        split: as ``train``.

    Attributes:
        values: all items, ``[items]`` or ``[items, width]``, mapped read-only.
        offsets: int64 ``[documents + 1]``: document i is ``values[offsets[i]:offsets[i + 1]]``.
        manifest: ``export.json``.

    Raises:
        ExportError: a file is missing, cut, or does not fit the others; the message names it.
    """

    _WHAT: tuple[str, ...] = ()

    def __init__(self, folder: str | Path, split: str = "train") -> None:
        self.folder = Path(folder)
        self.split = split
        self.manifest = manifest(folder)
        if self._WHAT and self.manifest.get("what") not in self._WHAT:
            raise ExportError(folder, f"an export of {self.manifest.get('what')}, not of {' or '.join(self._WHAT)}")
        if self.manifest.get("format") != "npy":
            raise ExportError(folder, f"an export as {self.manifest.get('format')}: give --format npy")
        splits = self.manifest["splits"]
        if split not in splits:
            raise ExportError(folder, f"there is no split {split}; there are {', '.join(splits)}")
        self._counts = splits[split]
        self.values = self._array(".npy", self._counts["items"])
        self.offsets = self._array("-offsets.npy", self._rows + 1)
        if self.offsets[0] != 0 or self.offsets[-1] != len(self.values):
            raise ExportError(self._path("-offsets.npy"), f"does not belong to {self._path('.npy').name}")

    @property
    def _rows(self) -> int:
        return self._counts["documents"]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, index: int) -> NDArray[Any]:
        at = range(len(self))[index]
        return self.values[self.offsets[at] : self.offsets[at + 1]]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self.folder)!r}, {self.split!r}): {len(self)} of {len(self.values)} items"

    @cached_property
    def documents(self) -> list[str]:
        """The name of each document: ``midi_md5``, or ``track_id`` of mel."""
        path = self._path("-documents.txt")
        try:
            names = path.read_text("utf-8").split("\n")[:-1]
        except OSError as e:
            raise ExportError(path, f"cannot be read: {e.strerror}") from e
        if len(names) != len(self):
            raise ExportError(path, f"has {len(names)} names for {len(self)} documents: it is cut")
        return names

    @cached_property
    def groups(self) -> NDArray[np.int64]:
        """By document a number that near-duplicates share: what must stay together. Shape ``[documents]``."""
        return self._array("-groups.npy", len(self))

    def folds(self, count: int, seed: int = 0) -> list[NDArray[np.int64]]:
        """The documents' indices in ``count`` parts of about equal number, near-duplicates in one part."""
        names, group = np.unique(self.groups, return_inverse=True)
        fold = np.random.default_rng(seed).permutation(len(names))[group] % count
        return [np.flatnonzero(fold == number) for number in range(count)]

    def _path(self, end: str) -> Path:
        return self.folder / (self.split + end)

    def _array(self, end: str, length: int) -> NDArray[Any]:
        """A mapped array of so many rows."""
        path = self._path(end)
        try:
            array = np.load(path, mmap_mode="r")
        except FileNotFoundError:
            raise ExportError(path, "no such file: the export was not copied whole") from None
        except (OSError, ValueError, EOFError) as e:
            raise ExportError(path, f"cut or damaged: {e}") from e
        if len(array) != length:
            raise ExportError(path, f"has {len(array)} rows where export.json says {length}")
        return array.view(np.ndarray)


class Notes(Documents):
    """Notes as float32 ``[notes, 5]``: onset and duration in seconds, pitch, velocity, program or 128 for drums."""

    _WHAT = ("notes",)


class Mel(Documents):
    """Log-mel frames of tracks, ``[frames, n_mels]`` as float16 or float32."""

    _WHAT = ("mel",)

    @cached_property
    def labels(self) -> NDArray[np.int64]:
        """By track the index of its label in :attr:`label_names`, -1 for none. Shape ``[documents]``."""
        return self._array("-labels.npy", len(self))

    @cached_property
    def label_names(self) -> list[str]:
        """The labels, in alphabetic order."""
        path = self.folder / "labels.json"
        try:
            return json.loads(path.read_bytes())
        except (OSError, ValueError) as e:
            raise ExportError(path, f"cannot be read: {e}") from e


class Slices(Documents):
    """Slices of drums, melodies or trios, as uint16 of one value a step of a sixteenth note.

    Drums and melodies are ``[steps]``; trios are ``[steps, 3]``: melody, bass, drums. The tables ``drum_slices``,
    ``melody_slices`` and ``trio_slices`` of docs/reference/tables.md say what a value means.
    """

    _WHAT = ("drum_slices", "melody_slices", "trio_slices")

    @property
    def _rows(self) -> int:
        return self._counts["rows"]

    def array(self, bars: int) -> NDArray[np.uint16]:
        """All slices of so many bars: ``[slices, 16 * bars]``, or ``[slices, 16 * bars, 3]`` of trios."""
        steps = 16 * bars
        begins = self.offsets[:-1][np.diff(self.offsets) == steps]
        return self.values[begins[:, None] + np.arange(steps)]


def piano_roll(notes: NDArray[np.floating[Any]], fps: float, drums: bool = False) -> NDArray[np.float32]:
    """Notes as an array of velocities, as ``partita convert song.mid roll.npy`` lays them out.

    Args:
        notes: ``[n, 5]``, as of :class:`Notes`.
        fps: frames a second.
        drums: percussion alone, by General MIDI keys; else everything but percussion.

    Returns:
        ``[128, frames]``: the velocity 1 to 127 of the loudest note that sounds in a frame, 0 where none does. A
        note fills the frames from the nearest to its onset to the nearest to its offset, and at least one.
    """
    notes = np.asarray(notes, np.float64)
    begin = np.floor(notes[:, 0] * fps + 0.5).astype(int)
    end = np.maximum(np.floor((notes[:, 0] + notes[:, 1]) * fps + 0.5).astype(int), begin + 1)
    roll = np.zeros((128, end.max(initial=0)), np.float32)
    for i in np.flatnonzero((notes[:, 4] == 128) == drums):
        part = roll[int(notes[i, 2]), begin[i] : end[i]]
        np.maximum(part, notes[i, 3], out=part)
    return roll
