"""What is asked of the command, by one that is written here."""

from __future__ import annotations

import json
import os
import stat
import sys
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest import mock

import fixtures
import numpy as np

from partita import CommandError, ExportError, Lake


class LakeTest(unittest.TestCase):
    def setUp(self) -> None:
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.folder = Path(place.name)
        self.asked = self.folder / "asked"
        self.command = self.folder / "partita"
        self.command.write_text(
            f"""#!{sys.executable}
import json, os, shutil, sys
arguments = sys.argv[1:]
open({str(self.asked)!r}, "a").write(json.dumps(arguments) + "\\n")
if "nosuch" in arguments:
    print(json.dumps({{"error": {{"code": "no_such_dataset", "message": "There is no data set nosuch."}}}}))
    sys.exit(2)
if arguments[0] == "tables":
    run = open({str(self.folder / 'run')!r}).read()
    print(json.dumps({{"files": ["/lake/a.parquet"], "runs": {{"tokens": run}}}}))
else:
    shutil.copytree({str(self.folder / 'made')!r}, arguments[arguments.index("--out") + 1])
    print("{{}}")
"""
        )
        self.command.chmod(self.command.stat().st_mode | stat.S_IXUSR)
        (self.folder / "run").write_text("run 1")
        environment = mock.patch.dict(os.environ, {"PARTITA": str(self.command)})
        environment.start()
        self.addCleanup(environment.stop)
        fixtures.tokens(self.folder / "made", [10, 20])
        self.songs = Lake(self.folder / "lake").dataset("songs")

    def commands(self) -> list[list[str]]:
        return [json.loads(line) for line in self.asked.read_text().splitlines()]

    def test_files_of_a_table(self) -> None:
        self.assertEqual(self.songs.files("notes"), ["/lake/a.parquet"])
        lake = str(self.folder / "lake")
        asked = ["tables", "notes", "--lake", lake, "--dataset", "songs", "--files", "--json"]
        self.assertEqual(self.commands(), [asked])

    def test_an_export_is_made_once_for_each_version_and_choice(self) -> None:
        tokens = self.songs.tokens("tsd")
        self.assertEqual((len(tokens), tokens.folder.parent), (2, self.folder / "lake-exports"))
        export = self.commands()[1]
        self.assertEqual(export[0], "export")
        self.assertEqual(export[export.index("--scheme") + 1], "tsd")
        self.assertEqual(self.songs.tokens("tsd").folder, tokens.folder)
        self.assertEqual(len(self.commands()), 3)
        self.assertNotEqual(self.songs.tokens("tsd", where="path LIKE 'a%'").folder, tokens.folder)
        (self.folder / "run").write_text("run 2")
        self.assertNotEqual(self.songs.tokens("tsd").folder, tokens.folder)
        self.songs.tokens("tsd-bpe", bpe="merges")
        self.assertEqual(self.commands()[-1][-5:-2], ["--bpe", "merges", "--out"])

    def test_ranks_that_want_one_export_make_it_once(self) -> None:
        with ThreadPoolExecutor(4) as ranks:
            found = list(ranks.map(lambda _: self.songs.tokens("tsd").folder, range(4)))
        self.assertEqual(len(set(found)), 1)
        self.assertEqual([of[0] for of in self.commands()].count("export"), 1)

    def test_an_export_of_another_version_is_refused(self) -> None:
        given = self.folder / "made"
        self.assertEqual(len(self.songs.tokens("tsd", folder=given)), 2)
        with self.assertRaisesRegex(ExportError, "remi"):
            self.songs.tokens("remi", folder=given)
        (self.folder / "run").write_text("run 2")
        with self.assertRaisesRegex(ExportError, str(given)) as raised:
            self.songs.tokens("tsd", folder=given)
        self.assertIn("another version", str(raised.exception))

    def test_a_mistake_has_the_commands_words(self) -> None:
        with self.assertRaisesRegex(CommandError, "There is no data set nosuch") as raised:
            Lake(self.folder).dataset("nosuch").files("notes")
        self.assertEqual((raised.exception.exit_code, raised.exception.code), (2, "no_such_dataset"))

    def test_without_the_command_the_exception_says_what_to_do(self) -> None:
        for setting in ({"PARTITA": str(self.folder / "absent")}, {"PATH": str(self.folder / "made")}):
            with mock.patch.dict(os.environ, setting):
                if "PATH" in setting:
                    del os.environ["PARTITA"]
                with self.assertRaisesRegex(CommandError, "PARTITA"):
                    self.songs.files("notes")

    def test_a_lake_that_is_not_on_a_disk_needs_a_place_for_exports(self) -> None:
        with self.assertRaisesRegex(ValueError, "exports"):
            Lake("hdfs://host/lake")
        self.assertEqual(Lake("hdfs://host/lake", self.folder).exports, self.folder)

    def test_slices_of_what_there_are(self) -> None:
        steps = np.zeros(32, np.uint16)
        fixtures.write(self.folder / "made", steps, [0, 32], "drum_slices", scheme=None)
        self.assertEqual(len(self.songs.slices("drums")), 1)
        with self.assertRaisesRegex(ValueError, "melodies"):
            self.songs.slices("harps")


if __name__ == "__main__":
    unittest.main()
