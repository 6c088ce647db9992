"""The classes for PyTorch's DataLoader."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import fixtures
import numpy as np

from partita import Mel, Tokens, Variation

try:
    from torch.utils.data import DataLoader

    from partita.torch import MelWindows, TokenBatches, TokenWindows
except ImportError:
    DataLoader = None


@unittest.skipIf(DataLoader is None, "torch is not installed")
class TorchTest(unittest.TestCase):
    def setUp(self) -> None:
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.folder = Path(place.name)
        self.tokens = Tokens(fixtures.tokens(self.folder / "tokens", [50, 33, 4, 90, 61]))

    def test_workers_give_the_batches_of_one_process_in_their_order(self) -> None:
        expected = list(self.tokens.batches(3, 8, seed=4, epoch=1, variation=Variation()))
        batches = TokenBatches(self.tokens, 3, 8, seed=4, variation=Variation())
        batches.epoch = 1
        for workers in (0, 4):
            for position in (0, 5):
                batches.position = position
                found = list(DataLoader(batches, batch_size=None, num_workers=workers))
                self.assertEqual(len(batches), len(found))
                self.assertEqual(len(found), len(expected) - position)
                for (x, y), (other_x, other_y) in zip(found, expected[position:]):
                    self.assertTrue((x.numpy() == other_x).all() and (y.numpy() == other_y).all())

    def test_two_ranks_of_four_workers_see_each_window_once(self) -> None:
        windows = self.tokens.windows(8)
        self.tokens.values = np.arange(self.tokens.length)
        seen = []
        for rank in range(2):
            batches = TokenBatches(self.tokens, 3, 8, seed=4, rank=rank, ranks=2)
            for x, _ in DataLoader(batches, batch_size=None, num_workers=4):
                seen += x[:, 0].tolist()
        self.assertEqual(sorted(seen), windows.begins.tolist())

    def test_windows_one_by_one(self) -> None:
        windows = TokenWindows(self.tokens, 8)
        x, y = next(iter(DataLoader(windows, batch_size=len(windows))))
        expected_x, expected_y = self.tokens.windows(8).gather(np.arange(len(windows)))
        self.assertTrue((x.numpy() == expected_x).all() and (y.numpy() == expected_y).all())

    def test_windows_of_mel_stay_in_their_track(self) -> None:
        frames = np.arange(40, dtype=np.float16)[:, None].repeat(2, 1)
        mel = Mel(fixtures.write(self.folder / "mel", frames, [0, 13, 16, 40], "mel", labels=[0, 1, -1]))
        windows = MelWindows(mel, frames=6, hop=5)
        found = [(part[0, 0].item(), part[-1, 1].item(), label) for part, label in windows]
        self.assertEqual(found, [(0, 5, 0), (5, 10, 0), (16, 21, -1), (21, 26, -1), (26, 31, -1), (31, 36, -1)])
        self.assertEqual(len(MelWindows(mel, 6)), 2 + 4)


if __name__ == "__main__":
    unittest.main()
