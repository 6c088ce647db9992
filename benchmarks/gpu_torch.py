"""The networks of gpu_run.sh in PyTorch, eager, 32-bit numbers without TF32, on a GPU if there is one.

    python3 gpu_torch.py KIND MODEL PARAMETERS BATCH UPDATES

MODEL is a model of Partita as JSON, whose sizes the network has; PARAMETERS is how many it must have. For each
line that it reads it makes so many updates of random examples and prints the seconds: forward, backward,
clipping to norm 1, Adam or AdamW. The examples are on the GPU before.
"""

import json
import math
import sys
import time

import torch
from torch import nn

import conv_torch
import lm_torch
import musicvae_torch

BATCHES = 4
STEPS_PER_BAR, DRUMS = 16, 9


class RelativeBlock(lm_torch.Block):
    """Attention with a learnt bias for each distance."""

    def __init__(self, size, heads, steps, dropout):
        super().__init__(size, heads, dropout)
        self.relative = nn.Embedding(steps + 1, heads)

    def logits(self, q, k, distances):
        bias = self.relative(distances).permute(2, 0, 1)
        return q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5 + bias


class DrumGpt(nn.Module):
    """Classes of hits share what belongs to a hit, in the embedding and in the logits."""

    def __init__(self, steps, size, layers, heads, dropout):
        super().__init__()
        self.classes = 2**DRUMS
        hits = torch.arange(self.classes)[:, None] >> torch.arange(DRUMS) & 1
        self.register_buffer("hits", hits.float())
        self.rows = nn.Parameter(torch.randn(self.classes + 1, size) / size**0.5)
        self.hit_rows = nn.Linear(DRUMS, size)
        self.positions = nn.Parameter(torch.randn(steps, size) / size**0.5)
        self.in_bar = nn.Parameter(torch.randn(STEPS_PER_BAR, size) / size**0.5)
        self.blocks = nn.ModuleList(
            RelativeBlock(size, heads, steps, dropout) for _ in range(layers)
        )
        self.norm = nn.LayerNorm(size)
        self.output = nn.Linear(size, self.classes + DRUMS)
        distances = torch.arange(steps)[:, None] - torch.arange(steps)
        self.register_buffer("distances", distances.clamp(min=0))
        self.register_buffer("mask", torch.ones(steps, steps, dtype=torch.bool).triu(1))

    def with_hits(self, of):
        """Of each class, with what its hits have."""
        return of[: self.classes] + self.hits @ of[self.classes :]

    def forward(self, classes):
        """The loss of classes [slice, step], the first of which is the beginning."""
        table = self.rows + nn.functional.pad(self.hit_rows(self.hits), (0, 0, 0, 1))
        bars = len(self.positions) // STEPS_PER_BAR
        x = nn.functional.embedding(classes[:, :-1], table) + self.positions + self.in_bar.repeat(bars, 1)
        for block in self.blocks:
            x = block(x, self.distances, self.mask)
        weight, bias = self.with_hits(self.output.weight), self.with_hits(self.output.bias)
        logits = nn.functional.linear(self.norm(x), weight, bias)
        entropy = nn.functional.cross_entropy(
            logits.flatten(0, 1), classes[:, 1:].flatten(), reduction="sum"
        )
        return entropy / len(classes)


class TokenTransformer(lm_torch.Transformer):
    def forward(self, ids):
        return super().forward(ids, None)[0]


class MelVae(conv_torch.MelConv):
    def forward(self, windows):
        return conv_torch.loss(self, windows)


def drum_gpt(model, batch):
    network = DrumGpt(*(model[of] for of in ("steps", "size", "layers", "heads", "dropout")))
    examples = torch.randint(network.classes, (BATCHES, batch, model["steps"] + 1))
    examples[:, :, 0] = network.classes
    return network, examples


def token_transformer(model, batch):
    sizes = (model[of] for of in ("vocabulary", "size", "layers", "heads", "context"))
    examples = torch.randint(model["vocabulary"], (BATCHES, batch, model["context"] + 1))
    return TokenTransformer(*sizes), examples


def music_vae(model, batch):
    is_melody = model.get("slices") == "melody"
    shape = musicvae_torch.Shape(
        steps=model["steps"],
        classes=90 if is_melody else 2**DRUMS,
        bits=0 if is_melody else DRUMS,
        encoder=model["encoderUnits"],
        decoder=model["decoderUnits"],
        latent=model["latent"],
        free_nats=model["freeBits"] * math.log(2),
        beta=model["maxBeta"],
    )
    examples = torch.randint(shape.classes, (BATCHES, shape.steps, batch))
    return musicvae_torch.MusicVae(shape), examples


def mel_conv(model, batch):
    bands, frames = model["input"]["bands"], model["input"]["length"]
    network = MelVae(bands, frames, model["channels"], model["latents"])
    return network, torch.randn(BATCHES, batch, 1, bands, frames)


KINDS = {
    "drum-gpt": (drum_gpt, torch.optim.AdamW),
    "token-transformer": (token_transformer, torch.optim.AdamW),
    "musicvae": (music_vae, torch.optim.Adam),
    "cvae": (mel_conv, torch.optim.Adam),
}


def main():
    make, optimizer = KINDS[sys.argv[1]]
    model, (parameters, batch, updates) = json.loads(sys.argv[2]), map(int, sys.argv[3:6])
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
    torch.manual_seed(1)
    network, examples = make(model, batch)
    # An LSTM of PyTorch has two biases that are added to each other.
    count = sum(p.numel() for name, p in network.named_parameters() if "bias_hh" not in name)
    if count != parameters:
        sys.exit(f"{sys.argv[1]}: {count} parameters in PyTorch, {parameters} in Partita")
    network, examples = network.to(device).train(), examples.to(device)
    adam = optimizer(network.parameters(), lr=1e-3)
    for _ in sys.stdin:
        start = time.perf_counter()
        for update in range(updates):
            adam.zero_grad()
            loss = network(examples[update % BATCHES])
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1)
            adam.step()
            loss.item()
        print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main()
