"""Training of the convolutional autoencoders of audio in PyTorch, for conv.sh.

    python3 benchmarks/conv_torch.py THREADS CONFIG BATCH UPDATES

CONFIG is mel-conv, wave-conv or rave-small. For each line that it reads it makes so many updates of random windows
and prints the seconds: encoder, noise, decoder, loss, gradient, clipping to norm 1, Adam. Needs PyTorch
(Debian: python3-torch and libopenblas0-pthread).
"""

import math
import sys

import torch
import torch_rounds
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
    def __init__(self, bands=80, frames=64, channels=(16, 32, 64, 128), latent=64):
        super().__init__()
        self.bands, self.frames = bands, frames
        sides = [1, *channels]
        last = [channels[-1], bands // 2 ** len(channels), frames // 2 ** len(channels)]
        encoder, decoder = [], []
        for narrow, wide in zip(sides, sides[1:]):
            encoder += [nn.Conv2d(narrow, wide, 4, 2, 1), *norm(wide)]
            decoder = [*norm(wide), nn.ConvTranspose2d(wide, narrow, 4, 2, 1)] + decoder
        self.encoder = nn.Sequential(
            *encoder, nn.Flatten(), nn.Linear(math.prod(last), 2 * latent)
        )
        self.decoder = nn.Sequential(
            nn.Linear(latent, math.prod(last)), nn.Unflatten(1, last), *decoder
        )
        self.scale = nn.Parameter(torch.zeros(bands, 1))

    def window(self, batch):
        return torch.randn(batch, 1, self.bands, self.frames)

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


def normed(convolution):
    return nn.utils.weight_norm(convolution)


class Dilated(nn.Module):
    def __init__(self, channels, dilation):
        super().__init__()
        self.residual = nn.Sequential(
            nn.LeakyReLU(SLOPE),
            normed(nn.Conv1d(channels, channels, 3, 1, dilation, dilation, bias=False)),
            nn.LeakyReLU(SLOPE),
            normed(nn.Conv1d(channels, channels, 3, padding=1, bias=False)),
        )

    def forward(self, x):
        return x + self.residual(x)


class RaveSmall(nn.Module):
    """Stage 1 with noise; its filter bank has the right size, which is what takes time."""

    SAMPLES, BANDS, TAPS, CHANNELS, LATENT, RATIOS = 32768, 16, 512, 16, 16, [4, 4, 2, 2]
    BLOCK, FREQUENCIES, EPSILON, BETA = 64, 5, 1e-3, 0.1

    def __init__(self):
        super().__init__()
        self.register_buffer("filters", torch.randn(self.BANDS, 1, self.TAPS) / self.TAPS)
        channels = self.CHANNELS
        encoder = [nn.Conv1d(self.BANDS, channels, 7, padding=3, bias=False)]
        for ratio in self.RATIOS:
            encoder += [
                nn.BatchNorm1d(channels),
                nn.LeakyReLU(SLOPE),
                nn.Conv1d(channels, 2 * channels, 2 * ratio + 1, ratio, ratio, bias=False),
            ]
            channels *= 2
        self.encoder = nn.Sequential(
            *encoder,
            nn.LeakyReLU(SLOPE),
            nn.Conv1d(channels, 2 * self.LATENT, 5, padding=2, groups=2, bias=False),
        )
        decoder = [normed(nn.Conv1d(self.LATENT, channels, 7, padding=3, bias=False))]
        for ratio in self.RATIOS:
            up = nn.ConvTranspose1d(
                channels, channels // 2, 2 * ratio, ratio, ratio // 2, bias=False
            )
            channels //= 2
            decoder += [nn.LeakyReLU(SLOPE), normed(up)]
            decoder += [Dilated(channels, dilation) for dilation in (1, 3, 5)]
        self.decoder = nn.Sequential(*decoder)
        self.wave = normed(nn.Conv1d(channels, self.BANDS, 7, padding=3, bias=False))
        self.loudness = normed(nn.Conv1d(channels, 1, 3, padding=1, bias=False))
        sides = [channels, channels, channels, self.BANDS * self.FREQUENCIES]
        noise = []
        for narrow, wide in zip(sides, sides[1:]):
            noise += [nn.Conv1d(narrow, wide, 3, 4, 1, bias=False), nn.LeakyReLU(SLOPE)]
        self.noise = nn.Sequential(*noise[:-1])

    def window(self, batch):
        return torch.randn(batch, 1, self.SAMPLES)

    @staticmethod
    def level(u):
        return 2 * torch.sigmoid(u) ** 2.3 + 1e-7

    def hiss(self, x):
        amplitudes = self.level(self.noise(x) - 5)
        amplitudes = amplitudes.reshape(len(x), self.BANDS, self.FREQUENCIES, -1).transpose(2, 3)
        taps = 2 * (self.FREQUENCIES - 1)
        response = torch.fft.irfft(amplitudes) * torch.hann_window(taps).roll(taps // 2)
        first = nn.functional.pad(response[..., : taps // 2], (0, self.BLOCK - taps))
        response = torch.cat([first, response[..., : taps // 2], response[..., taps // 2 :]], -1)
        response = response[..., -self.BLOCK :]
        noise = 2 * torch.rand_like(response) - 1
        size = 2 * self.BLOCK
        product = torch.fft.rfft(noise, size) * torch.fft.rfft(response, size)
        return torch.fft.irfft(product)[..., : self.BLOCK].flatten(2)

    def distance(self, made, wanted):
        sum_of_scales = 0
        for size in (2048, 1024, 512, 256, 128):
            window = torch.hann_window(size)
            y, x = (
                torch.stft(of.flatten(0, 1), size, size // 4, window=window, return_complex=True).abs()
                for of in (made, wanted)
            )
            sum_of_scales += ((x - y) ** 2).mean() / (x**2).mean()
            sum_of_scales += (torch.log(x + self.EPSILON) - torch.log(y + self.EPSILON)).abs().mean()
        return sum_of_scales

    def loss(self, values):
        pad, step = self.TAPS // 2, self.BANDS
        bands = nn.functional.conv1d(values, self.filters, stride=step, padding=pad)[..., :-1]
        mean, scale = self.encoder(bands).chunk(2, 1)
        deviation = nn.functional.softplus(scale) + 1e-4
        x = self.decoder(mean + deviation * torch.randn_like(mean))
        made = torch.tanh(self.wave(x)) * self.level(self.loudness(x)) + self.hiss(x)
        sound = nn.functional.conv_transpose1d(made, self.filters, stride=step, padding=pad)
        sound = nn.functional.pad(sound, (0, values.shape[-1] - sound.shape[-1]))
        divergence = mean**2 + deviation**2 - 2 * torch.log(deviation) - 1
        return (
            self.distance(sound, values)
            + self.distance(made, bands)
            + self.BETA * divergence.sum(1).mean()
        )


def loss(network, values):
    """Nats of a value, as in training, with the weight that the divergence has at last."""
    if isinstance(network, RaveSmall):
        return network.loss(values)
    mu, log_variance = network.encoder(values).chunk(2, 1)
    z = mu + torch.exp(log_variance / 2) * torch.randn_like(mu)
    divergence = (mu**2 + torch.exp(log_variance) - 1 - log_variance).sum() / 2
    return (network.nats(network.decoder(z), values).sum() + divergence) / values.numel()


def main():
    threads, config, batch, updates = int(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:5])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    network = {"mel-conv": MelConv, "wave-conv": WaveConv, "rave-small": RaveSmall}[config]().train()
    adam = torch.optim.Adam(network.parameters(), lr=1e-3)
    batches = [network.window(batch) for _ in range(updates)]
    torch_rounds.run(network, adam, lambda: (loss(network, values) for values in batches))


if __name__ == "__main__":
    main()
