"""What is wrong with an export is one exception that names the file; what is right is quick and small."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import fixtures
import numpy as np

from partita import ExportError, Mel, Notes, Slices, Tokens, piano_roll


class ExportTest(unittest.TestCase):
    def setUp(self) -> None:
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.folder = Path(place.name) / "export"

    def fails(self, file: str, of=Tokens, split: str = "train") -> str:
        with self.assertRaises(ExportError) as raised:
            found = of(self.folder, split)
            _ = found.documents, found.groups, found.scheme
        self.assertEqual(Path(raised.exception.path).name, file)
        self.assertIn(file, str(raised.exception))
        return str(raised.exception)

    def test_each_missing_file_is_named(self) -> None:
        fixtures.tokens(self.folder, [10, 20])
        names = ["export.json", "train.npy", "train-offsets.npy", "train-groups.npy", "train-documents.txt"]
        for name in [*names, "vocabulary.json"]:
            with self.subTest(name):
                (self.folder / name).rename(self.folder / "away")
                self.fails(name)
                (self.folder / "away").rename(self.folder / name)
        Tokens(self.folder)

    def test_each_cut_file_is_named(self) -> None:
        fixtures.tokens(self.folder, [10, 20])
        for name in sorted(os.listdir(self.folder)):
            whole = (self.folder / name).read_bytes()
            for length in (0, 1, len(whole) // 2, len(whole) - 1):
                with self.subTest(name, length=length):
                    (self.folder / name).write_bytes(whole[:length])
                    self.fails(name)
            (self.folder / name).write_bytes(whole)

    def test_a_file_of_another_export_is_named(self) -> None:
        fixtures.tokens(self.folder, [10, 20])
        np.save(self.folder / "train-offsets.npy", np.array([0, 10, 31]))
        self.assertIn("train.npy", self.fails("train-offsets.npy"))
        np.save(self.folder / "train.npy", np.zeros(29, np.uint16))
        self.fails("train.npy")

    def test_another_layout_content_or_split_is_told(self) -> None:
        fixtures.tokens(self.folder, [10])
        self.assertIn("there is no split test; there are train", self.fails("export", split="test"))
        self.assertIn("of tokens, not of mel", self.fails("export", of=Mel))
        made = json.loads((self.folder / "export.json").read_text())
        (self.folder / "export.json").write_text(json.dumps({**made, "layout": 2}))
        self.assertIn("layout 2", self.fails("export.json"))
        (self.folder / "export.json").write_text(json.dumps({**made, "format": "parquet"}))
        self.assertIn("--format npy", self.fails("export"))

    def test_mel_and_its_labels(self) -> None:
        frames = np.arange(24, dtype=np.float16).reshape(8, 3)
        mel = Mel(fixtures.write(self.folder, frames, [0, 5, 8], "mel", labels=[1, -1]))
        self.assertEqual((len(mel), mel[1].tolist()), (2, frames[5:].tolist()))
        self.assertEqual([mel.label_names[i] if i >= 0 else None for i in mel.labels], ["label 1", None])

    def test_slices_of_so_many_bars(self) -> None:
        steps = np.arange(32 + 64 + 32, dtype=np.uint16)
        slices = Slices(fixtures.write(self.folder, steps, [0, 32, 96, 128], "drum_slices"))
        self.assertEqual(slices.array(2).tolist(), [steps[:32].tolist(), steps[96:].tolist()])
        self.assertEqual(slices.array(4).shape, (1, 64))
        self.assertEqual(slices.array(16).shape, (0, 256))

    def test_piano_roll(self) -> None:
        notes = np.array([[0, 0.5, 60, 80, 0], [0.26, 0.01, 60, 90, 1], [0.5, 0.25, 36, 100, 128]], np.float32)
        notes = Notes(fixtures.write(self.folder, notes, [0, 3], "notes"))[0]
        roll = piano_roll(notes, fps=4)
        self.assertEqual((roll.shape, roll.dtype), ((128, 3), np.float32))
        self.assertEqual(roll[60].tolist(), [80, 90, 0])
        self.assertEqual(float(roll.sum()), 170)
        self.assertEqual(piano_roll(notes, fps=4, drums=True)[36].tolist(), [0, 0, 100])
        self.assertEqual(piano_roll(notes[:0], 4).shape, (128, 0))

    def test_what_is_opened_stays_on_the_disk(self) -> None:
        fixtures.tokens(self.folder, [1000] * 10_000)
        script = """if True:
            import resource, sys, time
            import numpy, partita
            pages = lambda: int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize()
            before, began = pages(), time.perf_counter()
            tokens = partita.Tokens(sys.argv[1])
            windows = tokens.windows(512)
            seconds = time.perf_counter() - began
            print(tokens.length, len(windows), pages() - before, seconds)
        """
        printed = subprocess.run(
            [sys.executable, "-c", script, self.folder], check=True, stdout=subprocess.PIPE, text=True
        ).stdout.split()
        self.assertEqual(printed[:2], ["10000000", "20000"])
        self.assertLess(int(printed[2]), 20e6)

    def test_what_is_not_installed_is_named_with_its_cure(self) -> None:
        for module, package in (("partita", "numpy"), ("partita.torch", "torch")):
            hidden = f"import sys; sys.modules[{package!r}] = None; import {module}"
            ended = subprocess.run([sys.executable, "-c", hidden], stderr=subprocess.PIPE, text=True)
            self.assertEqual(ended.returncode, 1)
            self.assertRegex(
                ended.stderr.splitlines()[-1], rf"{module} needs \w+ [\d.]+ or newer: pip install {package}$"
            )


if __name__ == "__main__":
    unittest.main()
