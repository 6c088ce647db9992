"""Goldens of GrooVAE's reconstruction: python3 performance_loss.py > performance_loss.json

Random logits and targets of a few steps, the three parts of the cost and its gradient by the
logits, in NumPy's doubles.
"""
import json

import numpy as np

EPS = 1e-7


def cost(a, h, v, o):
    sigmoid = 1 / (1 + np.exp(-a[:18]))
    hits = np.sum(-h * np.log(sigmoid[:9] + EPS) - (1 - h) * np.log(1 - sigmoid[:9] + EPS))
    return [hits, np.sum((v - sigmoid[9:]) ** 2), np.sum((o - np.tanh(a[18:])) ** 2)]


def main():
    dice = np.random.default_rng(7)
    cases = []
    for scale in (0.5, 2, 5, 12):
        a = dice.normal(0, scale, 27)
        h = (dice.random(9) < 0.4).astype(float)
        v, o = h * dice.random(9), h * dice.uniform(-1, 1, 9)
        gradient = []
        for k in range(27):
            step = np.zeros(27)
            step[k] = 1e-6
            gradient.append((sum(cost(a + step, h, v, o)) - sum(cost(a - step, h, v, o))) / 2e-6)
        target = np.concatenate([h, v, o])
        cases.append(dict(logits=a.tolist(), target=target.tolist(), parts=cost(a, h, v, o),
                          gradient=gradient))
    print(json.dumps(cases, indent=1))


main()
