"""What a program that uses this package may want to catch."""

from __future__ import annotations

import os


class PartitaError(Exception):
    """Anything that goes wrong for a reason outside the calling program."""


class ExportError(PartitaError):
    """An export that cannot be used: cut, incomplete, or of another version.

    Attributes:
        path: the file or folder at fault.
    """

    def __init__(self, path: str | os.PathLike[str], reason: str) -> None:
        super().__init__(f"{os.fspath(path)}: {reason}")
        self.path = os.fspath(path)


class CommandError(PartitaError):
    """The ``partita`` command is missing, or it failed.

    Attributes:
        exit_code: 2 for a mistake in the request, 3 for a result that fails a check, 1 for anything else; None if it was
            not started.
        code: the stable code of a mistake, as ``no_such_dataset``; None if there is none.
    """

    def __init__(self, message: str, exit_code: int | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.exit_code = exit_code
        self.code = code
