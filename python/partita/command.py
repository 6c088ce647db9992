"""Runs the ``partita`` command, the only way in which this package uses Java."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import Any

from .errors import CommandError


def find() -> str:
    """The command: what the variable ``PARTITA`` names, else ``partita`` of the PATH.

    Raises:
        CommandError: there is none.
    """
    name = os.environ.get("PARTITA", "partita")
    found = shutil.which(name)
    if found is None:
        raise CommandError(
            f"No command {name!r}: set the variable PARTITA to the file 'partita' of a checkout, or put it on the PATH."
        )
    return found


def run(*arguments: str) -> dict[str, Any]:
    """Runs a command with ``--json``; its progress and warnings go to this program's standard error.

    Returns:
        The object that it prints.

    Raises:
        CommandError: there is no such command, or it failed.
    """
    try:
        ended = subprocess.run(
            [find(), *arguments, "--json"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False
        )
    except OSError as e:
        raise CommandError(f"partita {arguments[0]} could not be started: {e}") from e
    try:
        answer = json.loads(ended.stdout)
    except ValueError:
        answer = {}
    if ended.returncode != 0:
        error = answer.get("error") or {}
        message = error.get("message") or "standard error says why"
        raise CommandError(
            f"partita {arguments[0]} ended with {ended.returncode}: {message}", ended.returncode, error.get("code")
        )
    return answer
