"""Training of MusicVAE's networks in PyTorch, for musicvae.sh.

    python3 benchmarks/musicvae_torch.py THREADS CONFIG UPDATES

CONFIG is cat-drums_2bar_small or hier-drums_4bar_small. For each line that it reads it makes so many
updates of 64 random slices and prints the seconds: encoder, noise, decoder under teacher forcing, loss
with free bits, gradient, clipping to norm 1, Adam. Needs PyTorch (Debian: python3-torch).
"""

import math
import sys
import time

import torch

BITS, CLASSES, UNITS, ENCODER, LATENT, BATCH = 9, 512, 256, 512, 256, 64
FREE_NATS, BETA = 48 * math.log(2), 0.2
STEPS_AND_BARS = {"cat-drums_2bar_small": (32, 0), "hier-drums_4bar_small": (64, 4)}


class States(torch.nn.Module):
    """The initial states of two LSTMs, of a vector."""

    def __init__(self):
        super().__init__()
        self.dense = torch.nn.Linear(LATENT, 4 * UNITS)

    def forward(self, vector):
        h1, c1, h2, c2 = torch.tanh(self.dense(vector)).split(UNITS, 1)
        return torch.stack([h1, h2]), torch.stack([c1, c2])


class MusicVae(torch.nn.Module):
    def __init__(self, bars):
        super().__init__()
        self.bars = bars
        self.encoder = torch.nn.LSTM(BITS + 1, ENCODER, bidirectional=True)
        self.mu = torch.nn.Linear(2 * ENCODER, LATENT)
        self.sigma = torch.nn.Linear(2 * ENCODER, LATENT)
        if bars:
            self.conductor_states = States()
            self.conductor = torch.nn.LSTM(1, UNITS, 2)
        self.states = States()
        self.decoder = torch.nn.LSTM(CLASSES + LATENT, UNITS, 2)
        self.output = torch.nn.Linear(UNITS, CLASSES)

    def forward(self, masks):
        """The loss of masks [step, slice], as in training."""
        bits = (masks.unsqueeze(2) >> torch.arange(BITS)) & 1
        silent = (masks == 0).unsqueeze(2)
        _, (last, _) = self.encoder(torch.cat([bits, silent], 2).float())
        last = torch.cat([last[0], last[1]], 1)
        mu = self.mu(last)
        sigma = torch.nn.functional.softplus(self.sigma(last))
        z = mu + sigma * torch.randn_like(sigma)
        kl = 0.5 * (mu**2 + sigma**2 - 1 - 2 * torch.log(sigma)).sum(1)
        logits = self.of_bars(z, masks) if self.bars else self.decoded(z, masks)
        steps, slices = masks.shape
        entropy = torch.nn.functional.cross_entropy(
            logits.reshape(-1, CLASSES), masks.reshape(-1), reduction="sum"
        )
        return entropy / slices + BETA * torch.clamp(kl - FREE_NATS, min=0).mean()

    def decoded(self, vector, masks):
        steps, slices = masks.shape
        before = torch.zeros(steps, slices, CLASSES)
        before[1:] = torch.nn.functional.one_hot(masks[:-1], CLASSES)
        inputs = torch.cat([before, vector.expand(steps, slices, LATENT)], 2)
        hidden, _ = self.decoder(inputs, self.states(vector))
        return self.output(hidden)

    def of_bars(self, z, masks):
        """All bars at once: a bar is decoded without the others."""
        steps, slices = masks.shape
        vectors, _ = self.conductor(
            torch.zeros(self.bars, slices, 1), self.conductor_states(z)
        )
        in_bar = steps // self.bars
        sequences = masks.reshape(self.bars, in_bar, slices).transpose(0, 1)
        logits = self.decoded(
            vectors.reshape(-1, LATENT), sequences.reshape(in_bar, self.bars * slices)
        )
        logits = logits.reshape(in_bar, self.bars, slices, CLASSES)
        return logits.transpose(0, 1).reshape(steps, slices, CLASSES)


def main():
    threads, (steps, bars), updates = int(sys.argv[1]), STEPS_AND_BARS[sys.argv[2]], int(sys.argv[3])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    network = MusicVae(bars).train()
    adam = torch.optim.Adam(network.parameters(), lr=1e-3)
    batches = torch.randint(CLASSES, (updates, steps, BATCH))
    for _ in sys.stdin:
        start = time.perf_counter()
        for masks in batches:
            adam.zero_grad()
            loss = network(masks)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1)
            adam.step()
            loss.item()
        print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main()
