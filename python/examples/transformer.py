"""Trains a small causal Transformer, draws its curve, and generates eight MIDI files.

    partita export lmd_matched --lake lake --what tokens --scheme remi --format npy --out remi
    transformer.py remi --minutes 60 --out transformer

The folder gets ``curve.csv``, ``curve.svg``, ``weights.pt`` and ``1.mid`` to ``8.mid``. The same command goes on where
one before it stopped.
"""

from __future__ import annotations

import argparse
import math
import time
from pathlib import Path

import torch
from torch.nn.functional import cross_entropy, softmax

from partita import IGNORED, Tokens, Variation

BOS, EOS = 1, 2
KeysAndValues = tuple[torch.Tensor, torch.Tensor]


class Layer(torch.nn.Module):
    """Causal attention, then a feed-forward network, each behind a norm and added to what it reads."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm = torch.nn.LayerNorm(width)
        self.mix = torch.nn.Linear(width, 3 * width)
        self.out = torch.nn.Linear(width, width)
        self.feed = torch.nn.Sequential(
            torch.nn.LayerNorm(width),
            torch.nn.Linear(width, 4 * width),
            torch.nn.GELU(),
            torch.nn.Linear(4 * width, width),
        )

    def forward(self, h: torch.Tensor, past: KeysAndValues | None) -> tuple[torch.Tensor, KeysAndValues]:
        """From ``[batch, n, width]`` the same shape; keys and values are ``[batch, heads, read, width / heads]``."""
        parts = self.mix(self.norm(h)).chunk(3, -1)
        queries, keys, values = (part.unflatten(-1, (self.heads, -1)).transpose(1, 2) for part in parts)
        if past is not None:
            keys, values = torch.cat([past[0], keys], 2), torch.cat([past[1], values], 2)
        n, read = queries.shape[2], keys.shape[2]
        weights = queries @ keys.transpose(2, 3) / math.sqrt(keys.shape[3])
        weights += torch.full((n, read), -math.inf).triu(1 + read - n)
        h = h + self.out((softmax(weights, -1) @ values).transpose(1, 2).flatten(2))
        return h + self.feed(h), (keys, values)


class Transformer(torch.nn.Module):
    """Layers over learnt positions; the output shares the embedding's weights.

    Args:
        length: the most tokens that it sees.
    """

    def __init__(self, vocabulary: int, length: int, width: int = 192, layers: int = 4, heads: int = 4) -> None:
        super().__init__()
        self.length = length
        self.embedding = torch.nn.Embedding(vocabulary, width)
        self.positions = torch.nn.Embedding(length, width)
        torch.nn.init.normal_(self.embedding.weight, std=0.02)
        torch.nn.init.normal_(self.positions.weight, std=0.02)
        self.layers = torch.nn.ModuleList(Layer(width, heads) for _ in range(layers))
        self.norm = torch.nn.LayerNorm(width)

    def forward(
        self, ids: torch.Tensor, past: list[KeysAndValues] | None = None
    ) -> tuple[torch.Tensor, list[KeysAndValues]]:
        """Reads int64 ``[batch, n]``, after what was read before.

        Args:
            past: what reading those before returned; None at the beginning.

        Returns:
            the logits of the next ids, ``[batch, n, vocabulary]``, and each layer's keys and values of all so far.
        """
        begin = past[0][0].shape[2] if past else 0
        h = self.embedding(ids) + self.positions.weight[begin : begin + ids.shape[1]]
        read = []
        for layer, of_layer in zip(self.layers, past or [None] * len(self.layers)):
            h, of_layer = layer(h, of_layer)
            read.append(of_layer)
        return self.norm(h) @ self.embedding.weight.T, read

    def nats(self, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        """The mean cross-entropy of what follows ``x``."""
        return cross_entropy(self(x)[0].transpose(1, 2), y, ignore_index=IGNORED)


def validate(model: Transformer, tokens: Tokens, size: int, most: int = 64) -> float:
    """Nats per token of some windows, the same ones each time."""
    model.eval()
    nats = count = 0.0
    with torch.no_grad():
        for (x, y), _ in zip(tokens.batches(size, model.length), range(most)):
            predicted = int((y != IGNORED).sum())
            nats += model.nats(torch.from_numpy(x), torch.from_numpy(y)).item() * predicted
            count += predicted
    model.train()
    return nats / count


def generate(model: Transformer, count: int, most: int, top_p: float = 0.95, seed: int = 1) -> list[list[int]]:
    """Samples pieces from BOS until EOS or so many tokens, each from the likeliest ids of that total probability.

    Each token is read once; only where the model has no position left it reads the last half of them again.
    """
    random = torch.Generator().manual_seed(seed)
    model.eval()
    ids = unread = torch.full((count, 1), BOS)
    past = None
    with torch.no_grad():
        while ids.shape[1] < most and not (ids == EOS).any(1).all():
            if past and past[0][0].shape[2] == model.length:
                unread, past = ids[:, -model.length // 2 :], None
            logits, past = model(unread, past)
            p, of = softmax(logits[:, -1], -1).sort(descending=True)
            p[p.cumsum(-1) - p > top_p] = 0
            unread = of.gather(1, torch.multinomial(p, 1, generator=random))
            ids = torch.cat([ids, unread], 1)
    pieces = [piece.tolist() for piece in ids]
    return [piece[: piece.index(EOS) + 1] if EOS in piece else piece for piece in pieces]


def draw(curve: list[tuple[int, float, float]], path: Path) -> None:
    """The curves of training, grey, and validation, black, as SVG."""
    highest, lowest = max(max(of[1:]) for of in curve), min(min(of[1:]) for of in curve)
    place = lambda update, nats: (
        f"{40 + 540 * update / curve[-1][0]:.1f},{20 + 260 * (highest - nats) / max(highest - lowest, 1e-9):.1f}"
    )
    lines = [
        f'<polyline fill="none" stroke="{colour}" points="{" ".join(place(of[0], of[column]) for of in curve)}"/>'
        for column, colour in ((1, "grey"), (2, "black"))
    ]
    texts = f'<text x="2" y="24">{highest:.2f}</text><text x="2" y="284">{lowest:.2f}</text>'
    texts += f'<text x="300" y="298">{curve[-1][0]} updates, nats per token</text>'
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="302" font-size="12">'
    path.write_text(f"{head}{''.join(lines)}{texts}</svg>\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("export")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--updates", type=int, default=6000)
    parser.add_argument("--every", type=int, default=100, help="updates between validations")
    parser.add_argument("--size", type=int, default=32)
    parser.add_argument("--length", type=int, default=256)
    parser.add_argument("--width", type=int, default=192)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--tokens", type=int, default=1024, help="the most tokens of a generated piece")
    options = parser.parse_args()
    began = time.monotonic()
    torch.manual_seed(1)
    tokens, validation = Tokens(options.export), Tokens(options.export, "validation")
    model = Transformer(tokens.scheme.size, options.length, options.width, options.layers)
    adam = torch.optim.AdamW(model.parameters(), options.rate, (0.9, 0.95), weight_decay=0.1)
    options.out.mkdir(parents=True, exist_ok=True)
    weights = options.out / "weights.pt"
    update, epoch, position, curve, sums = 0, 0, 0, [], []
    if weights.exists():
        saved = torch.load(weights)
        update, epoch, position, curve, sums = saved["at"]
        model.load_state_dict(saved["model"])
        adam.load_state_dict(saved["adam"])
    in_time = True
    while update < options.updates and in_time:
        batches = tokens.batches(options.size, options.length, 1, epoch, position, variation=Variation())
        for x, y in batches:
            share = min(1, (update + 1) / 100) * (1 + math.cos(math.pi * update / options.updates)) / 2
            for group in adam.param_groups:
                group["lr"] = options.rate * share
            adam.zero_grad()
            loss = model.nats(torch.from_numpy(x), torch.from_numpy(y))
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1)
            adam.step()
            sums.append(loss.item())
            update, position = update + 1, batches.position
            in_time = time.monotonic() - began < 60 * options.minutes
            if update % options.every == 0 or update == options.updates or not in_time:
                curve.append((update, sum(sums) / len(sums), validate(model, validation, options.size)))
                sums = []
                print("update %d: %.4f nats per token, validation %.4f" % curve[-1], flush=True)
                at = (update, epoch, position, curve, sums)
                torch.save({"at": at, "model": model.state_dict(), "adam": adam.state_dict()}, weights)
            if update == options.updates or not in_time:
                break
        else:
            epoch, position = epoch + 1, 0
    (options.out / "curve.csv").write_text(
        "update,training,validation\n" + "".join("%d,%.6f,%.6f\n" % of for of in curve)
    )
    draw(curve, options.out / "curve.svg")
    for number, ids in enumerate(generate(model, 8, options.tokens), 1):
        tokens.to_midi(ids, options.out / f"{number}.mid")


if __name__ == "__main__":
    main()
