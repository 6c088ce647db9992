"""Training of the token models' networks in PyTorch, for train-lm.sh.

    python3 benchmarks/lm_torch.py THREADS lstm|transformer UPDATES VOCABULARY

For each line that it reads it makes so many updates, the LSTM's state carried from one to the next,
and prints the seconds. Needs PyTorch (Debian: python3-torch).
"""

import sys

import torch
import torch_rounds


class Lstm(torch.nn.Module):
    LANES, STEPS = 16, 128

    def __init__(self, vocabulary, embedding=256, units=512, layers=3, dropout=0.2):
        super().__init__()
        self.embedding = torch.nn.Embedding(vocabulary, embedding)
        self.lstm = torch.nn.LSTM(embedding, units, layers, dropout=dropout)
        self.output = torch.nn.Linear(units, vocabulary)

    def forward(self, ids, state):
        ids = ids.T
        hidden, state = self.lstm(self.embedding(ids[:-1]), state)
        return loss(self.output(hidden), ids[1:]), tuple(of.detach() for of in state)


class Block(torch.nn.Module):
    def __init__(self, size, heads, dropout=0):
        super().__init__()
        self.heads = heads
        self.dropout = torch.nn.Dropout(dropout) if dropout else torch.nn.Identity()
        self.norm, self.inner_norm = torch.nn.LayerNorm(size), torch.nn.LayerNorm(size)
        self.qkv, self.out = torch.nn.Linear(size, 3 * size), torch.nn.Linear(size, size)
        self.inner, self.outer = torch.nn.Linear(size, 4 * size), torch.nn.Linear(4 * size, size)

    def forward(self, x, positions, mask):
        batch, steps, size = x.shape
        qkv = self.qkv(self.norm(x)).view(batch, steps, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        logits = self.logits(qkv[0], qkv[1], positions)
        found = torch.softmax(logits.masked_fill(mask, float("-inf")), -1) @ qkv[2]
        x = x + self.dropout(self.out(found.transpose(1, 2).reshape(batch, steps, size)))
        inner = torch.nn.functional.gelu(self.inner(self.inner_norm(x)))
        return x + self.dropout(self.outer(inner))

    def logits(self, q, k, positions):
        q, k = rotated(q, *positions), rotated(k, *positions)
        return q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5


def rotated(values, cos, sin):
    x, y = values.chunk(2, -1)
    return torch.cat((x * cos - y * sin, y * cos + x * sin), -1)


class Transformer(torch.nn.Module):
    LANES, STEPS = 32, 256

    def __init__(self, vocabulary, size=192, layers=4, heads=4, steps=STEPS):
        super().__init__()
        self.embedding = torch.nn.Embedding(vocabulary, size)
        self.blocks = torch.nn.ModuleList(Block(size, heads) for _ in range(layers))
        self.norm = torch.nn.LayerNorm(size)
        half = size // heads // 2
        angles = torch.arange(steps)[:, None] * 10_000 ** (-torch.arange(half) / half)
        self.register_buffer("cos", angles.cos())
        self.register_buffer("sin", angles.sin())
        self.register_buffer("mask", torch.ones(steps, steps, dtype=torch.bool).triu(1))

    def forward(self, ids, state):
        x = self.embedding(ids[:, :-1])
        for block in self.blocks:
            x = block(x, (self.cos, self.sin), self.mask)
        return loss(self.norm(x) @ self.embedding.weight.T, ids[:, 1:]), None


def loss(logits, ids):
    return torch.nn.functional.cross_entropy(logits.flatten(0, 1), ids.flatten())


NETWORKS = {"lstm": Lstm, "transformer": Transformer}


def main():
    threads, updates, vocabulary = int(sys.argv[1]), int(sys.argv[3]), int(sys.argv[4])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    network = NETWORKS[sys.argv[2]](vocabulary).train()
    adam = torch.optim.AdamW(network.parameters(), lr=1e-3)
    batches = torch.randint(vocabulary, (updates, network.LANES, network.STEPS + 1))

    def losses():
        state = None
        for ids in batches:
            loss, state = network(ids, state)
            yield loss

    torch_rounds.run(network, adam, losses)


if __name__ == "__main__":
    main()
