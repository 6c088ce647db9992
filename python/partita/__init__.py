"""Partita's data in Python: from a lake to batches for a training loop, and from token ids back to music.

    import partita
    tokens = partita.Lake("lake").dataset("lmd_matched").tokens("remi")
    for x, y in tokens.batches(size=16, length=512):
        ...
    tokens.to_midi(ids, "song.mid")
"""

try:
    import numpy as _
except ModuleNotFoundError:
    raise ModuleNotFoundError("partita needs NumPy 1.22 or newer: pip install numpy", name="numpy") from None

from .errors import CommandError, ExportError, PartitaError
from .export import Documents, Mel, Notes, Slices, piano_roll
from .lake import Dataset, Lake
from .midi import Score
from .scheme import Scheme
from .tokens import IGNORED, Batches, Tokens, Variation, Windows

__version__ = "0.1.0"

__all__ = [
    "IGNORED",
    "Batches",
    "CommandError",
    "Dataset",
    "Documents",
    "ExportError",
    "Lake",
    "Mel",
    "Notes",
    "PartitaError",
    "Scheme",
    "Score",
    "Slices",
    "Tokens",
    "Variation",
    "Windows",
    "piano_roll",
]
