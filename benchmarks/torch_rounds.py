"""Rounds of updates in PyTorch, for the scripts beside it: one for each line of standard input."""

import sys
import time

import torch


def run(network, optimizer, losses, clipped=True):
    """Makes an update for each loss of losses(), and prints the seconds of each round."""
    for _ in sys.stdin:
        start = time.perf_counter()
        for loss in losses():
            optimizer.zero_grad()
            loss.backward()
            if clipped:
                torch.nn.utils.clip_grad_norm_(network.parameters(), 1)
            optimizer.step()
            loss.item()
        print(time.perf_counter() - start, flush=True)
