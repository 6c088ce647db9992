"""The two scripts, on tiny data."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import fixtures
import numpy as np

from partita import IGNORED, Tokens

try:
    import torch
except ImportError:
    torch = None

EXAMPLES = Path(__file__).parent.parent / "examples"
sys.path.append(str(EXAMPLES))


@unittest.skipIf(torch is None, "torch is not installed")
class ExamplesTest(unittest.TestCase):
    def setUp(self) -> None:
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.folder = Path(place.name)
        scale = [4 + i for i in (39, 41, 43, 44, 46, 48, 50, 51)]  # the same pitches again and again
        song = [1, *(scale * 6), 2]
        for split in ("train", "validation"):
            values, ends = np.array(song * 4, np.uint16), len(song) * np.arange(5)
            fixtures.write(self.folder / "export", values, ends, split=split)
        counts = {"documents": 4, "rows": 4, "items": 4 * len(song)}
        fixtures.write(self.folder / "export", values, ends, splits={"train": counts, "validation": counts})

    def run_example(self, name: str, *options: object) -> list[str]:
        command = [sys.executable, EXAMPLES / name, self.folder / "export", *options]
        ended = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.assertEqual(ended.returncode, 0, ended.stdout)
        return ended.stdout.splitlines()

    def nats(self, line: str) -> float:
        return float(line.rsplit(" ", 1)[1])

    def three_documents(self) -> Tokens:
        return Tokens(fixtures.write(self.folder / "own", np.array([1, 9, 8, 2, 1, 7, 2, 1, 2]), [0, 4, 7, 9]))

    def test_rows_read_whole_documents(self) -> None:
        import remi_lstm

        tokens = self.three_documents()
        rows = [[], []]
        for x, y in remi_lstm.batches((tokens[i] for i in range(3)), 2, 2):
            self.assertEqual((x.shape, y.shape), ((2, 2), (2, 2)))
            for row in range(2):
                n = int((y[row] != IGNORED).sum())
                rows[row] += [1] * int(n > 0 and x[row, 0] == 1) + y[row, :n].tolist()
        self.assertEqual(sorted(sum(rows, [])), sorted(tokens.values))
        text = "".join(map(str, rows[0] + rows[1]))
        self.assertTrue(all(document in text for document in ("1982", "172", "12")))

    def test_joined_rows_are_all_pieces_in_another_order_each_epoch(self) -> None:
        import remi_lstm

        orders = set()
        for epoch in range(20):
            rows = list(remi_lstm.joined(self.three_documents(), 2, (1, epoch), None))
            self.assertEqual([len(row) for row in rows], [6, 4])
            self.assertEqual(rows[0][-1], rows[1][0])
            orders.add("".join(map(str, [*rows[0], *rows[1][1:]])))
        self.assertLessEqual(orders, {"198217212", "198212172", "172198212", "172121982", "121982172", "121721982"})
        self.assertGreater(len(orders), 3)

    def test_the_state_begins_anew_with_a_piece(self) -> None:
        import remi_lstm

        lm = remi_lstm.Lm(10, embedding=4, layers=2, units=8, dropout=0)
        nats = lambda rows, length: sum(nats.item() for nats, _ in lm.nats(remi_lstm.batches(rows, 1, length)))
        pieces = [self.three_documents()[i] for i in range(3)]
        alone = sum(nats([piece], 10) for piece in pieces)
        for length in (2, 3, 10):
            self.assertAlmostEqual(nats([np.concatenate(pieces)], length), alone, places=5)

    def test_the_lstm_learns(self) -> None:
        sizes = ["--batch", 2, "--embedding", 8, "--layers", 1, "--units", 32]
        lines = self.run_example("remi_lstm.py", "--epochs", 20, "--rate", 0.01, "--warm-up", 0, *sizes)
        self.assertEqual(len(lines), 20)
        self.assertLess(self.nats(lines[-1]), self.nats(lines[0]) - 1)

    def test_the_transformer_reads_on_as_it_reads_at_once(self) -> None:
        import transformer

        torch.manual_seed(1)
        model = transformer.Transformer(50, 12, width=16, layers=3, heads=2)
        ids = torch.randint(50, (2, 12))
        for parts in ([1] * 12, [5, 1, 6], [11, 1]):
            past, logits = None, []
            for part in ids.split(parts, 1):
                of_part, past = model(part, past)
                logits.append(of_part)
            torch.testing.assert_close(torch.cat(logits, 1), model(ids)[0], rtol=0, atol=1e-5)
        torch.testing.assert_close(model(ids[:, :7])[0], model(ids)[0][:, :7], rtol=0, atol=1e-5)

    def test_pieces_are_longer_than_the_transformer_sees(self) -> None:
        import transformer

        torch.manual_seed(1)
        model = transformer.Transformer(50, 8, width=16, layers=1, heads=2)
        with torch.no_grad():
            model.embedding.weight *= 20
        read = []
        forward = model.forward
        model.forward = lambda ids, past: read.append(ids.shape[1]) or forward(ids, past)
        pieces = transformer.generate(model, 2, 20)
        self.assertEqual(read, [1] * 8 + [4, 1, 1, 1, 1] * 2 + [4])
        self.assertTrue(all(len(piece) == 20 or piece[-1] == transformer.EOS for piece in pieces))

    def test_the_transformer_learns_goes_on_and_plays(self) -> None:
        sizes = ["--size", 4, "--length", 16, "--width", 16, "--layers", 1, "--every", 20, "--tokens", 40]
        out = self.folder / "out"
        lines = self.run_example("transformer.py", "--out", out, "--updates", 40, *sizes)
        lines += self.run_example("transformer.py", "--out", out, "--updates", 60, *sizes)
        self.assertEqual([line.split()[1] for line in lines], ["20:", "40:", "60:"])
        self.assertLess(self.nats(lines[-1]), self.nats(lines[0]))
        self.assertEqual(len((out / "curve.csv").read_text().splitlines()), 4)
        self.assertIn("60 updates", (out / "curve.svg").read_text())
        for number in range(1, 9):
            self.assertEqual((out / f"{number}.mid").read_bytes()[:4], b"MThd")


if __name__ == "__main__":
    unittest.main()
