"""Training of the note model's network in PyTorch, for train-lstm.sh.

    python3 benchmarks/lstm_torch.py THREADS LAYERS UPDATES

For each line that it reads it makes so many updates and prints the seconds. Needs PyTorch (Debian:
python3-torch).
"""

import sys

import torch
import torch_rounds

VOCABULARY, STEPS, UNITS, DENSE, BATCH, DROPOUT = 50, 20, 256, 256, 64, 0.3


class Network(torch.nn.Module):
    def __init__(self, layers):
        super().__init__()
        self.lstm = torch.nn.LSTM(VOCABULARY, UNITS, layers, dropout=DROPOUT if layers > 1 else 0)
        self.dense = torch.nn.Linear(UNITS, DENSE)
        self.dropout = torch.nn.Dropout(DROPOUT)
        self.output = torch.nn.Linear(DENSE, VOCABULARY)

    def forward(self, notes):
        hidden, _ = self.lstm(torch.nn.functional.one_hot(notes, VOCABULARY).float())
        return self.output(self.dropout(torch.relu(self.dense(hidden[-1]))))


def main():
    threads, layers, updates = map(int, sys.argv[1:4])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    network = Network(layers).train()
    adam = torch.optim.Adam(network.parameters(), lr=1e-3)
    loss = torch.nn.CrossEntropyLoss()
    batches = torch.randint(VOCABULARY, (updates, STEPS + 1, BATCH))
    torch_rounds.run(
        network, adam, lambda: (loss(network(notes[:-1]), notes[-1]) for notes in batches), clipped=False
    )


if __name__ == "__main__":
    main()
