"""Windows, batches, resuming, ranks and variations."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import fixtures
import numpy as np

from partita import IGNORED, Scheme, Tokens, Variation


class TokensTest(unittest.TestCase):
    def setUp(self) -> None:
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.folder = Path(place.name)

    def tokens(self, lengths: list[int]) -> Tokens:
        return Tokens(fixtures.tokens(self.folder / f"export-{len(list(self.folder.iterdir()))}", lengths))

    def test_names_length_and_documents(self) -> None:
        tokens = self.tokens([5, 7])
        self.assertEqual((tokens.length, len(tokens)), (12, 2))
        self.assertEqual(tokens.names, fixtures.vocabulary())
        self.assertEqual(tokens[1].tolist(), [5] * 7)
        self.assertEqual(tokens[-1].tolist(), [5] * 7)
        self.assertEqual(tokens.documents, ["0" * 32, "0" * 31 + "1"])
        with self.assertRaises(IndexError):
            tokens[2]

    def test_windows_predict_each_token_once_and_stay_in_their_document(self) -> None:
        random = np.random.default_rng(1)
        for trial in range(40):
            lengths = random.integers(0, 40, random.integers(1, 30)).tolist()
            size = int(random.integers(1, 20))
            tokens = self.tokens(lengths)
            values = np.arange(tokens.length)
            tokens.values = values  # each token is its own place
            windows = tokens.windows(size)
            x, y = windows.gather(np.arange(len(windows)))
            predicted = y[y != IGNORED]
            firsts = tokens.offsets[:-1][np.diff(tokens.offsets) > 0]
            self.assertEqual(sorted(predicted), sorted(set(values) - set(firsts)), f"{lengths} in {size}")
            self.assertTrue((x[y != IGNORED] + 1 == predicted).all())
            self.assertTrue((x[y == IGNORED] == 0).all())
            document = np.repeat(np.arange(len(lengths)), lengths)
            for i in range(len(windows)):
                of = np.concatenate([x[i][y[i] != IGNORED], y[i][y[i] != IGNORED]])
                self.assertEqual(set(document[of]), {windows.documents[i]})
                one_x, one_y = windows[i]
                self.assertTrue((one_x == x[i]).all() and (one_y == y[i]).all())

    def test_a_loop_cut_at_any_batch_goes_on_with_the_same_ones(self) -> None:
        tokens = self.tokens([50, 3, 90, 1, 20])
        for variation in (None, Variation(velocity=2)):
            whole = [x for x, _ in tokens.batches(3, 8, seed=5, epoch=2, variation=variation)]
            for cut in range(len(whole) + 1):
                begun = tokens.batches(3, 8, seed=5, epoch=2, variation=variation)
                seen = [next(begun)[0] for _ in range(cut)]
                self.assertEqual(begun.position, cut)
                rest = tokens.batches(3, 8, seed=5, epoch=2, position=begun.position, variation=variation)
                seen += [x for x, _ in rest]
                self.assertEqual(len(seen), len(whole))
                self.assertTrue(all((one == other).all() for one, other in zip(whole, seen)))

    def test_epochs_and_seeds_have_orders_of_their_own(self) -> None:
        tokens = self.tokens([400])
        orders = {tuple(tokens.batches(1, 4, seed, epoch).order) for seed in range(3) for epoch in range(3)}
        self.assertEqual(len(orders), 9)

    def test_ranks_see_each_window_once_in_equally_many_batches(self) -> None:
        for lengths in ([200], [61, 40], [5], [7, 7, 7], [9, 2], []):
            tokens = self.tokens(lengths or [0])
            windows = tokens.windows(4)
            tokens.values = np.arange(tokens.length)
            for ranks in (1, 2, 3):
                seen, counts = [], set()
                for rank in range(ranks):
                    batches = tokens.batches(3, 4, seed=1, rank=rank, ranks=ranks)
                    read = [x[:, 0] for x, _ in batches]
                    self.assertEqual(len(read), len(batches))
                    self.assertTrue(all(len(x) <= 4 for x in read))
                    counts.add(len(read))
                    for x, y in self.tokens([5]).batches(3, 4, variation=Variation(), rank=rank, ranks=ranks):
                        self.assertEqual((x.shape, x.dtype), ((int(rank == 0), 4), y.dtype))
                    seen += np.concatenate([[], *read]).tolist()
                self.assertEqual(sorted(seen), windows.begins.tolist(), f"{lengths} by {ranks}")
                self.assertEqual(len(counts), 1)

    def test_what_cannot_be_batches_is_refused(self) -> None:
        tokens = self.tokens([9])
        for wrong in ({"size": 0}, {"position": -1}, {"rank": 2, "ranks": 2}, {"length": 0}):
            with self.subTest(wrong), self.assertRaises(ValueError):
                tokens.batches(**{"size": 1, "length": 2, **wrong})

    def test_all_windows_of_a_document_are_varied_alike(self) -> None:
        tokens = self.tokens([100, 100, 100])
        keys = {}
        for epoch in range(6):
            for x, y in tokens.batches(2, 10, seed=3, epoch=epoch, variation=Variation()):
                for i in range(len(x)):
                    ids = set(x[i][y[i] != IGNORED]) | set(y[i][y[i] != IGNORED])
                    self.assertEqual(len(ids), 1)
                    keys.setdefault(epoch, set()).update(ids)
        self.assertTrue(all(1 <= len(ids) <= 3 for ids in keys.values()))
        self.assertGreater(len(set().union(*keys.values())), 3)

    def test_groups_stay_together(self) -> None:
        groups = [i // 3 for i in range(60)]
        folder = fixtures.write(self.folder / "groups", np.zeros(60, np.uint16), range(61), groups=groups)
        tokens = Tokens(folder)
        folds = tokens.folds(4, seed=2)
        self.assertEqual(sorted(np.concatenate(folds)), list(range(60)))
        of = [set(tokens.groups[fold]) for fold in folds]
        self.assertEqual(sum(map(len, of)), len(set().union(*of)))
        self.assertTrue(all(3 <= len(groups) <= 6 for groups in of))


class AugmentTest(unittest.TestCase):
    def setUp(self) -> None:
        self.scheme = Scheme("tsd", fixtures.vocabulary())

    def ids(self, *names: str) -> list[int]:
        return [self.scheme.ids[name] for name in names]

    def test_pitches_move_together_and_drums_stay(self) -> None:
        ids = self.ids("Program_0", "Pitch_60", "Pitch_64", "PitchDrum_36", "Velocity_63")
        self.assertEqual(
            self.scheme.augment(ids, semitones=-2).tolist(),
            self.ids("Program_0", "Pitch_58", "Pitch_62", "PitchDrum_36", "Velocity_63"),
        )

    def test_a_piece_moves_as_far_as_its_pitches_have_ids(self) -> None:
        ids = self.ids("Pitch_60", "Pitch_107")
        self.assertEqual(self.scheme.augment(ids, semitones=6).tolist(), self.ids("Pitch_62", "Pitch_109"))
        self.assertEqual(
            self.scheme.augment(ids[:1], semitones=6, pitch_range=(60, 107)).tolist(), self.ids("Pitch_62")
        )

    def test_tempos_and_velocities(self) -> None:
        ids = self.ids("Tempo_121.29", "Tempo_250.0", "Velocity_7", "Velocity_123")
        self.assertEqual(
            self.scheme.augment(ids, tempo=2.0, velocity=-3).tolist(),
            self.ids("Tempo_250.0", "Tempo_250.0", "Velocity_3", "Velocity_111"),
        )

    def test_numbers_without_names_are_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "seed"):
            Scheme("seed").augment([1, 2, 3, 4, 5])


if __name__ == "__main__":
    unittest.main()
