"""Training of the convolutional autoencoders of audio in PyTorch, for conv.sh.

    python3 benchmarks/conv_torch.py THREADS CONFIG BATCH UPDATES

CONFIG is mel-conv or wave-conv. For each line that it reads it makes so many updates of random windows
and prints the seconds: encoder, noise, decoder, loss, gradient, clipping to norm 1, Adam. Needs PyTorch
(Debian: python3-torch and libopenblas0-pthread).
"""

import math
import sys
import time

import torch
from torch import nn

GROUP, SLOPE, LEAST_VARIANCE, LOG_2_PI = 8, 0.2, 1e-4, math.log(2 * math.pi)


def norm(channels):
    return [nn.GroupNorm(channels // GROUP, channels), nn.LeakyReLU(SLOPE)]


class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.residual = nn.Sequential(
            *norm(channels),
            nn.Conv1d(channels, channels, 3, padding=1),
            *norm(channels),
            nn.Conv1d(channels, channels, 1),
        )

    def forward(self, x):
        return x + self.residual(x)


class MelConv(nn.Module):
    BANDS, FRAMES, CHANNELS, LATENT = 80, 64, [16, 32, 64, 128], 64

    def __init__(self):
        super().__init__()
        sides = [1, *self.CHANNELS]
        last = [self.CHANNELS[-1], self.BANDS // 16, self.FRAMES // 16]
        encoder, decoder = [], []
        for narrow, wide in zip(sides, sides[1:]):
            encoder += [nn.Conv2d(narrow, wide, 4, 2, 1), *norm(wide)]
            decoder = [*norm(wide), nn.ConvTranspose2d(wide, narrow, 4, 2, 1)] + decoder
        self.encoder = nn.Sequential(
            *encoder, nn.Flatten(), nn.Linear(math.prod(last), 2 * self.LATENT)
        )
        self.decoder = nn.Sequential(
            nn.Linear(self.LATENT, math.prod(last)), nn.Unflatten(1, last), *decoder
        )
        self.scale = nn.Parameter(torch.zeros(self.BANDS, 1))

    def window(self, batch):
        return torch.randn(batch, 1, self.BANDS, self.FRAMES)

    def nats(self, decoded, values):
        variance = torch.exp(2 * self.scale) + LEAST_VARIANCE
        return ((values - decoded) ** 2 / variance + torch.log(variance) + LOG_2_PI) / 2


class WaveConv(nn.Module):
    SAMPLES, CHANNELS, LATENT, VARIANCE = 8192, [16, 32, 64, 128, 128], 32, 0.09

    def __init__(self):
        super().__init__()
        first, last = self.CHANNELS[0], self.CHANNELS[-1]
        encoder, decoder = [nn.Conv1d(1, first, 7, padding=3)], []
        for narrow, wide in zip(self.CHANNELS, self.CHANNELS[1:]):
            encoder += [Block(narrow), nn.Conv1d(narrow, wide, 8, 4, 2)]
            decoder = [nn.ConvTranspose1d(wide, narrow, 8, 4, 2), Block(narrow)] + decoder
        self.encoder = nn.Sequential(
            *encoder, nn.LeakyReLU(SLOPE), nn.Conv1d(last, 2 * self.LATENT, 1)
        )
        self.decoder = nn.Sequential(
            nn.Conv1d(self.LATENT, last, 1),
            *decoder,
            nn.LeakyReLU(SLOPE),
            nn.Conv1d(first, 1, 7, padding=3),
        )

    def window(self, batch):
        return torch.randn(batch, 1, self.SAMPLES)

    def nats(self, decoded, values):
        return ((values - decoded) ** 2 / self.VARIANCE + math.log(self.VARIANCE) + LOG_2_PI) / 2


def loss(network, values):
    """Nats of a value, as in training, with the weight that the divergence has at last."""
    mu, log_variance = network.encoder(values).chunk(2, 1)
    z = mu + torch.exp(log_variance / 2) * torch.randn_like(mu)
    divergence = (mu**2 + torch.exp(log_variance) - 1 - log_variance).sum() / 2
    return (network.nats(network.decoder(z), values).sum() + divergence) / values.numel()


def main():
    threads, config, batch, updates = int(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:5])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    network = {"mel-conv": MelConv, "wave-conv": WaveConv}[config]().train()
    adam = torch.optim.Adam(network.parameters(), lr=1e-3)
    batches = [network.window(batch) for _ in range(updates)]
    for _ in sys.stdin:
        start = time.perf_counter()
        for values in batches:
            adam.zero_grad()
            of_batch = loss(network, values)
            of_batch.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1)
            adam.step()
            of_batch.item()
        print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main()
