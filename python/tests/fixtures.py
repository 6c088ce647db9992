"""Small exports as ``partita export --format npy`` lays them out, made without it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Sequence

import numpy as np

SCHEME = "tsd"


def vocabulary() -> tuple[str, ...]:
    """Names of a scheme like ``tsd``, with fewer values."""
    names = ["PAD_None", "BOS_None", "EOS_None", "MASK_None"]
    names += [f"Pitch_{pitch}" for pitch in range(21, 110)]
    names += [f"Velocity_{127 * i // 32}" for i in range(1, 33)]
    names += ["Duration_0.4.8", "Duration_1.0.8", "TimeShift_0.4.8", "TimeShift_1.0.8"]
    names += [f"PitchDrum_{pitch}" for pitch in range(27, 89)]
    return (*names, "Tempo_40.0", "Tempo_121.29", "Tempo_250.0", "Program_0", "Program_1", "Program_-1")


def write(
    folder: Path,
    values: np.ndarray,
    offsets: Sequence[int],
    what: str = "tokens",
    split: str = "train",
    groups: Sequence[int] | None = None,
    labels: Sequence[int] | None = None,
    **more: object,
) -> Path:
    """Writes an export of one split."""
    folder.mkdir(parents=True, exist_ok=True)
    documents = len(offsets) - 1
    np.save(folder / f"{split}.npy", values)
    np.save(folder / f"{split}-offsets.npy", np.array(offsets, np.int64))
    np.save(folder / f"{split}-groups.npy", np.array(range(documents) if groups is None else groups, np.int64))
    (folder / f"{split}-documents.txt").write_text("".join(f"{i:032x}\n" for i in range(documents)))
    if labels is not None:
        np.save(folder / f"{split}-labels.npy", np.array(labels, np.int64))
        (folder / "labels.json").write_text(json.dumps([f"label {i}" for i in range(max(labels) + 1)]))
    made = {
        "layout": 1,
        "dataset": "songs",
        "what": what,
        "format": "npy",
        "runs": {"tokens": "run 1"},
        "splits": {split: {"documents": documents, "rows": documents, "items": len(values)}},
    }
    if what == "tokens":
        made["scheme"] = SCHEME
        (folder / "vocabulary.json").write_text(json.dumps({name: id for id, name in enumerate(vocabulary())}))
    (folder / "export.json").write_text(json.dumps({**made, **more}))
    return folder


def tokens(folder: Path, lengths: Sequence[int], seed: int = 0) -> Path:
    """Writes documents of random ids, so many tokens each; their ids say which document they are of.

    Id ``4 + document % 89`` is a pitch, so that whoever reads a window can tell its document from its ids.
    """
    values = np.concatenate([np.full(n, 4 + i % 89, np.uint16) for i, n in enumerate(lengths)] or [[]])
    return write(folder, values.astype(np.uint16), [0, *np.cumsum(lengths)])
