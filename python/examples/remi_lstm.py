"""Trains ``partita train lm --config lstm``'s network in PyTorch, and prints the nats per token of ``model evaluate``.

    partita export lmd_matched --lake lake --what tokens --scheme remi --format npy --out remi
    remi_lstm.py remi --epochs 10

As there an epoch joins its pieces in a random order and cuts them into as many equal rows as a batch has; the state
goes on from batch to batch and is put to zero where a piece begins. Weights begin as there, too: of N(0, 2 / (in +
out)), biases of forget gates 1. Adam with gradients clipped to 1; the rate rises for some updates and falls by half a
cosine.
"""

from __future__ import annotations

import argparse
import math
from typing import Iterable, Iterator, Optional, Sequence, Tuple

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from partita import IGNORED, Tokens, Variation

BOS = 1
Pair = Tuple[torch.Tensor, torch.Tensor]


def batches(documents: Iterable[np.ndarray], rows: int, length: int) -> Iterator[Pair]:
    """Documents, each in one row of the batches from its beginning to its end.

    Yields:
        ``x`` and ``y``, int64 ``[rows, length]``; ``y`` is ignored where there is nothing to predict: beginnings of
        pieces, and rows that have come to their end.
    """
    documents = iter(documents)
    rest = [np.empty(0, np.int64)] * rows
    while True:
        x, y = np.zeros((rows, length), np.int64), np.full((rows, length), IGNORED)
        for row in range(rows):
            while len(rest[row]) < 2 and (document := next(documents, None)) is not None:
                rest[row] = document
            part, rest[row] = rest[row][: length + 1], rest[row][length:]
            if len(part):
                x[row, : len(part) - 1], y[row, : len(part) - 1] = part[:-1], part[1:]
        if (y == IGNORED).all():
            return
        y[y == BOS] = IGNORED
        yield torch.from_numpy(x), torch.from_numpy(y)


def joined(tokens: Tokens, rows: int, seed: Sequence[int], variation: Optional[Variation]) -> Iterator[np.ndarray]:
    """All pieces one after another in a random order, cut into so many rows; a row's last id begins the next one."""
    random = np.random.default_rng(seed)
    ids = np.concatenate([piece(tokens, i, random, variation) for i in random.permutation(len(tokens))])
    length = math.ceil(len(ids) / rows)
    return (ids[row * length : (row + 1) * length + 1] for row in range(rows))


def piece(tokens: Tokens, index: int, random: np.random.Generator, variation: Optional[Variation]) -> np.ndarray:
    """A document, in another key and at another tempo if it is varied."""
    if variation is None:
        return tokens[index]
    low, high = variation.semitones
    tempo = 1 + random.uniform(-variation.tempo, variation.tempo)
    return tokens.scheme.augment(tokens[index], int(random.integers(low, high + 1)), tempo)


class Lm(torch.nn.Module):
    """Embedding, LSTMs with dropout between them, softmax."""

    def __init__(self, vocabulary: int, embedding: int = 256, layers: int = 3, units: int = 512, dropout: float = 0.2):
        super().__init__()
        self.embedding = torch.nn.Embedding(vocabulary, embedding)
        self.lstm = torch.nn.LSTM(embedding, units, layers, batch_first=True, dropout=dropout if layers > 1 else 0)
        self.logits = torch.nn.Linear(units, vocabulary)
        for name, values in self.named_parameters():
            if values.ndim == 2:
                out = units if name.startswith("lstm") else values.shape[0]
                torch.nn.init.normal_(values, std=math.sqrt(2 / (out + values.shape[1])))
            else:
                torch.nn.init.zeros_(values)
        for layer in range(layers):
            torch.nn.init.ones_(getattr(self.lstm, f"bias_ih_l{layer}")[units : 2 * units])
            getattr(self.lstm, f"bias_hh_l{layer}").requires_grad_(False)  # with two the bias would move twice

    def nats(self, batches: Iterable[Pair]) -> Iterator[Pair]:
        """Of each batch the sum of nats, and how many tokens were predicted."""
        state = None
        for x, y in batches:
            h = []
            begins = sorted({0, *(x == BOS).any(0).nonzero().flatten().tolist()})
            for begin, end in zip(begins, [*begins[1:], x.shape[1]]):
                if state is not None:
                    state = tuple(of * (x[:, begin] != BOS)[None, :, None] for of in state)
                part, state = self.lstm(self.embedding(x[:, begin:end]), state)
                h.append(part)
            loss = cross_entropy(self.logits(torch.cat(h, 1)).transpose(1, 2), y, ignore_index=IGNORED, reduction="sum")
            yield loss, (y != IGNORED).sum()
            state = tuple(of.detach() for of in state)


def train(
    lm: Lm,
    tokens: Tokens,
    epochs: int,
    batch: int = 16,
    length: int = 128,
    rate: float = 1e-3,
    warm_up: int = 200,
    variation: Optional[Variation] = None,
    seed: int = 1,
) -> Iterator[float]:
    """Trains, and yields the nats per token of training after each epoch; a ``warm_up`` of 0 keeps the rate."""
    updates = epochs * math.ceil(sum(map(len, tokens)) / batch / length)
    adam = torch.optim.Adam(lm.parameters(), rate)
    factor = lambda n: min(1, (n + 1) / warm_up) * (1 + math.cos(math.pi * min(1, n / updates))) / 2 if warm_up else 1
    schedule = torch.optim.lr_scheduler.LambdaLR(adam, factor)
    for epoch in range(epochs):
        lm.train()
        nats, count = 0.0, 0
        for of_batch, predicted in lm.nats(batches(joined(tokens, batch, (seed, epoch), variation), batch, length)):
            adam.zero_grad()
            (of_batch / predicted).backward()
            torch.nn.utils.clip_grad_norm_(lm.parameters(), 1)
            adam.step()
            schedule.step()
            nats, count = nats + of_batch.item(), count + predicted.item()
        yield nats / count


def nats_per_token(lm: Lm, tokens: Tokens) -> float:
    """The mean cross-entropy of whole documents, as ``partita model evaluate`` has it."""
    lm.eval()
    with torch.no_grad():
        nats, counts = zip(*lm.nats(batches((tokens[i] for i in range(len(tokens))), 16, 128)))
    return (sum(nats) / sum(counts)).item()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("export")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--embedding", type=int, default=256)
    parser.add_argument("--layers", type=int, default=3)
    parser.add_argument("--units", type=int, default=512)
    parser.add_argument("--dropout", type=float, default=0.2)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--warm-up", type=int, default=200, help="updates; 0 keeps the rate as it is")
    parser.add_argument("--no-variation", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", help="file for the weights")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    tokens, validation = Tokens(options.export), Tokens(options.export, "validation")
    lm = Lm(tokens.scheme.size, options.embedding, options.layers, options.units, options.dropout)
    variation = None if options.no_variation else Variation()
    epochs = train(
        lm, tokens, options.epochs, options.batch, 128, options.rate, options.warm_up, variation, options.seed
    )
    for epoch, nats in enumerate(epochs, 1):
        print(f"epoch {epoch}: {nats:.4f} nats per token, validation {nats_per_token(lm, validation):.4f}", flush=True)
    if options.out:
        torch.save(lm.state_dict(), options.out)


if __name__ == "__main__":
    main()
