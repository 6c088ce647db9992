"""Training of the token model's network in PyTorch, for train-lm.sh.

    python3 benchmarks/lm_torch.py THREADS LAYERS UPDATES VOCABULARY

For each line that it reads it makes so many updates, the state carried from one to the next, and
prints the seconds. Needs PyTorch (Debian: python3-torch).
"""

import sys
import time

import torch

STEPS, EMBEDDING, UNITS, LANES, DROPOUT = 128, 256, 512, 16, 0.2


class Network(torch.nn.Module):
    def __init__(self, layers, vocabulary):
        super().__init__()
        self.embedding = torch.nn.Embedding(vocabulary, EMBEDDING)
        self.lstm = torch.nn.LSTM(
            EMBEDDING, UNITS, layers, dropout=DROPOUT if layers > 1 else 0
        )
        self.output = torch.nn.Linear(UNITS, vocabulary)

    def forward(self, ids, state):
        hidden, state = self.lstm(self.embedding(ids), state)
        return self.output(hidden), state


def main():
    threads, layers, updates, vocabulary = map(int, sys.argv[1:5])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    network = Network(layers, vocabulary).train()
    adam = torch.optim.Adam(network.parameters(), lr=1e-3)
    loss = torch.nn.CrossEntropyLoss()
    batches = torch.randint(vocabulary, (updates, STEPS + 1, LANES))
    for _ in sys.stdin:
        start = time.perf_counter()
        state = None
        for ids in batches:
            adam.zero_grad()
            logits, state = network(ids[:-1], state)
            state = tuple(of.detach() for of in state)
            of_batch = loss(logits.flatten(0, 1), ids[1:].flatten())
            of_batch.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1)
            adam.step()
            of_batch.item()
        print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main()
