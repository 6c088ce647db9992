"""Training of MusicVAE's networks in PyTorch, for musicvae.sh.

    python3 benchmarks/musicvae_torch.py THREADS CONFIG UPDATES

CONFIG is cat-drums_2bar_small or hier-drums_4bar_small. For each line that it reads it makes so many
updates of 64 random slices and prints the seconds: encoder, noise, decoder under teacher forcing, loss
with free bits, gradient, clipping to norm 1, Adam. Needs PyTorch (Debian: python3-torch).
"""

import math
import sys
import typing

import torch
import torch_rounds

BATCH = 64


class Shape(typing.NamedTuple):
    """Of a network with one voice; bits of a class are what the encoder reads, the class without bits."""

    steps: int = 32
    bars: int = 0
    classes: int = 512
    bits: int = 9
    encoder: int = 512
    decoder: typing.Sequence[int] = (256, 256)
    latent: int = 256
    free_nats: float = 48 * math.log(2)
    beta: float = 0.2


SHAPES = {"cat-drums_2bar_small": Shape(), "hier-drums_4bar_small": Shape(steps=64, bars=4)}


class States(torch.nn.Module):
    """The initial states of LSTMs, of a vector."""

    def __init__(self, latent, units):
        super().__init__()
        self.units = units
        self.dense = torch.nn.Linear(latent, 2 * sum(units))

    def forward(self, vector):
        states = torch.tanh(self.dense(vector)).split([of for of in self.units for _ in "hc"], 1)
        return torch.stack(states[0::2]), torch.stack(states[1::2])


class MusicVae(torch.nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        units, latent = shape.decoder[0], shape.latent
        reads = shape.bits + 1 if shape.bits else shape.classes
        self.encoder = torch.nn.LSTM(reads, shape.encoder, bidirectional=True)
        self.mu = torch.nn.Linear(2 * shape.encoder, latent)
        self.sigma = torch.nn.Linear(2 * shape.encoder, latent)
        if shape.bars:
            self.conductor_states = States(latent, shape.decoder)
            self.conductor = torch.nn.LSTM(1, units, len(shape.decoder))
        self.states = States(latent, shape.decoder)
        self.decoder = torch.nn.LSTM(shape.classes + latent, units, len(shape.decoder))
        self.output = torch.nn.Linear(units, shape.classes)

    def read(self, classes):
        """What the encoder reads of classes [step, slice]."""
        if not self.shape.bits:
            return one_hot(classes, self.shape.classes)
        bits = torch.arange(self.shape.bits, device=classes.device)
        silent = (classes == 0).unsqueeze(2)
        return torch.cat([(classes.unsqueeze(2) >> bits) & 1, silent], 2).float()

    def forward(self, classes):
        """The loss of classes [step, slice], as in training."""
        _, (last, _) = self.encoder(self.read(classes))
        last = torch.cat([last[0], last[1]], 1)
        mu = self.mu(last)
        sigma = torch.nn.functional.softplus(self.sigma(last))
        z = mu + sigma * torch.randn_like(sigma)
        kl = 0.5 * (mu**2 + sigma**2 - 1 - 2 * torch.log(sigma)).sum(1)
        logits = self.of_bars(z, classes) if self.shape.bars else self.decoded(z, classes)
        entropy = torch.nn.functional.cross_entropy(
            logits.reshape(-1, self.shape.classes), classes.reshape(-1), reduction="sum"
        )
        costly = torch.clamp(kl - self.shape.free_nats, min=0).mean()
        return entropy / classes.shape[1] + self.shape.beta * costly

    def decoded(self, vector, classes):
        steps, slices = classes.shape
        before = torch.nn.functional.pad(one_hot(classes[:-1], self.shape.classes), (0, 0, 0, 0, 1, 0))
        inputs = torch.cat([before, vector.expand(steps, slices, -1)], 2)
        hidden, _ = self.decoder(inputs, self.states(vector))
        return self.output(hidden)

    def of_bars(self, z, classes):
        """All bars at once: a bar is decoded without the others."""
        steps, slices = classes.shape
        bars = self.shape.bars
        vectors, _ = self.conductor(z.new_zeros(bars, slices, 1), self.conductor_states(z))
        in_bar = steps // bars
        sequences = classes.reshape(bars, in_bar, slices).transpose(0, 1)
        logits = self.decoded(
            vectors.reshape(bars * slices, -1), sequences.reshape(in_bar, bars * slices)
        )
        logits = logits.reshape(in_bar, bars, slices, -1)
        return logits.transpose(0, 1).reshape(steps, slices, -1)


def one_hot(classes, count):
    return torch.nn.functional.one_hot(classes, count).float()


def main():
    threads, shape, updates = int(sys.argv[1]), SHAPES[sys.argv[2]], int(sys.argv[3])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    network = MusicVae(shape).train()
    adam = torch.optim.Adam(network.parameters(), lr=1e-3)
    batches = torch.randint(shape.classes, (updates, shape.steps, BATCH))
    torch_rounds.run(network, adam, lambda: (network(classes) for classes in batches))


if __name__ == "__main__":
    main()
