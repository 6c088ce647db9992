"""A lake, by the ``partita`` command: which files a table has now, and exports that are made where they are missing."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Iterator, Type, TypeVar

from . import command
from .errors import ExportError
from .export import Documents, Mel, Notes, Slices, manifest
from .tokens import Tokens

D = TypeVar("D", bound=Documents)


class Lake:
    """A lake, local or on HDFS.

    Args:
        folder: as ``partita --lake`` has it.
        exports: local folder for the exports that are made; beside a local lake by default, as ``lake-exports``.
    """

    def __init__(self, folder: str | Path, exports: str | Path | None = None) -> None:
        self.folder = os.fspath(folder)
        if exports is None:
            if "://" in self.folder:
                raise ValueError(f"the lake {self.folder} is not on a disk: say by exports= where its exports may be")
            exports = f"{os.path.abspath(self.folder)}-exports"
        self.exports = Path(exports)

    def dataset(self, name: str) -> Dataset:
        """A data set of the lake, as ``lmd_matched``."""
        return Dataset(self, name)


class Dataset:
    """A data set: the files of its tables, and arrays of its tokens, mel, notes and slices.

    The methods that give arrays take the split, a condition on files as ``partita export --where`` has it, and
    ``folder``: an export to read in the place of the one that is found or made. That must be of the version of the
    data set which the lake has now.
    """

    def __init__(self, lake: Lake, name: str) -> None:
        self.lake, self.name = lake, name

    def files(self, table: str) -> list[str]:
        """The Parquet files of a table: all of one version, the newest, also while a run publishes another.

        A publish moves the files of the version before; whoever finds one gone asks again.

        Raises:
            CommandError: there is no such data set or table.
        """
        return self._version(table)["files"]

    def tokens(self, scheme: str, split: str = "train", **more: Any) -> Tokens:
        """Ids of a token scheme, as ``remi``; of ``remi-bpe`` give the model of its merges, too, by ``bpe=``."""
        return self._export(Tokens, "tokens", split, scheme=scheme, **more)

    def mel(self, split: str = "train", **more: Any) -> Mel:
        """Log-mel frames of tracks."""
        return self._export(Mel, "mel", split, **more)

    def notes(self, split: str = "train", **more: Any) -> Notes:
        """Notes of files."""
        return self._export(Notes, "notes", split, **more)

    def slices(self, kind: str, split: str = "train", **more: Any) -> Slices:
        """Slices of ``drums``, ``melodies`` or ``trios``."""
        tables = {"drums": "drum_slices", "melodies": "melody_slices", "trios": "trio_slices"}
        if kind not in tables:
            raise ValueError(f"slices are of {', '.join(tables)}, not of {kind}")
        return self._export(Slices, tables[kind], split, **more)

    def _version(self, table: str) -> dict[str, Any]:
        """Files of a table, and the runs that made what an export of it reads."""
        return command.run("tables", table, "--lake", self.lake.folder, "--dataset", self.name, "--files")

    def _export(
        self,
        kind: Type[D],
        table: str,
        split: str,
        scheme: str | None = None,
        bpe: str | Path | None = None,
        where: str | None = None,
        folder: str | Path | None = None,
    ) -> D:
        version = self._version(table)["runs"]
        if folder is not None:
            made = manifest(folder)
            if made.get("dataset") != self.name or made.get("runs") != version:
                raise ExportError(folder, f"of another version of {self.name} than the lake has now: export it again")
            if made.get("scheme") != scheme:
                raise ExportError(folder, f"of the scheme {made.get('scheme')}, not of {scheme}")
            return kind(folder, split)
        asked = json.dumps([version, scheme, bpe and os.path.abspath(bpe), where], sort_keys=True).encode()
        name = "-".join(filter(None, [self.name, table, scheme, hashlib.sha256(asked).hexdigest()[:12]]))
        found = self.lake.exports / name
        with self._alone(name):
            if found.exists():
                return kind(found, split)
            options = ["--bpe", os.fspath(bpe)] if bpe else ["--scheme", scheme] if scheme else []
            options += ["--where", where] if where else []
            asking = ["--lake", self.lake.folder, "--dataset", self.name, "--what", table, "--format", "npy"]
            command.run("export", *asking, *options, "--out", os.fspath(found))
        return kind(found, split)

    @contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        """Lets one process at a time make an export: ranks that want the same one wait for it."""
        self.lake.exports.mkdir(parents=True, exist_ok=True)
        with open(self.lake.exports / f".{name}.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
