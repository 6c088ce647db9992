#!/usr/bin/env python3
"""Figures of a reconstruction and simple densities, by numpy and scipy in float64.

    python3 reference_figures.py > reference-figures.txt

A line is a name and a number. The signals are made by the same formulas in the test.
"""

import numpy as np
import scipy.signal
import scipy.stats


def noise(n):
    state, values = 1, []
    for _ in range(n):
        state = (state * 1103515245 + 12345) % 2**31
        values.append(state / 2**30 - 1)
    return np.array(values)


def original(rate, n):
    t = np.arange(n) / rate
    x = 0.5 * np.sin(2 * np.pi * 220 * t + 3 * np.sin(2 * np.pi * 3 * t))
    x += 0.25 * np.sin(2 * np.pi * 700 * t) * np.exp(-2 * t) + 0.01 * noise(n)
    return x.astype(np.float32)


def reconstruction(x, rate):
    t = np.arange(len(x)) / rate
    return (0.9 * x.astype(float) + 0.02 * np.sin(2 * np.pi * 50 * t)).astype(np.float32)


def mel(hz):
    return hz * 3 / 200 if hz < 1000 else 15 + np.log(hz / 1000) / (np.log(6.4) / 27)


def hz(m):
    return m * 200 / 3 if m < 15 else 1000 * np.exp((m - 15) * np.log(6.4) / 27)


def bank(rate, n_fft, n_mels, top):
    edges = [hz(m) for m in np.linspace(0, mel(top), n_mels + 2)]
    f = np.arange(n_fft // 2 + 1) * rate / n_fft
    rows = []
    for low, peak, high in zip(edges, edges[1:], edges[2:]):
        triangle = np.minimum((f - low) / (peak - low), (high - f) / (high - peak))
        rows.append(np.maximum(0, triangle) * 2 / (high - low))
    return np.array(rows)


def stft(x, n_fft, hop):
    pad = (n_fft - hop) // 2
    padded = np.pad(x.astype(float), pad, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, n_fft)[::hop][: len(x) // hop]
    return np.abs(np.fft.rfft(frames * scipy.signal.get_window("hann", n_fft)))


def log_mel(magnitudes, weights):
    return np.log(np.maximum(np.sqrt(magnitudes**2 + 1e-9) @ weights.T, 1e-5))


def figures(name, x, y, rate, n_fft, n_mels, top):
    hop = n_fft // 4
    a, b = stft(x, n_fft, hop), stft(y, n_fft, hop)
    weights = bank(rate, n_fft, n_mels, top)
    p, q = log_mel(a, weights), log_mel(b, weights)
    x, y = x.astype(float), y.astype(float)
    print(name + ".snr", 10 * np.log10((x**2).sum() / ((y - x) ** 2).sum()))
    print(name + ".convergence", np.linalg.norm(b - a) / np.linalg.norm(a))
    print(name + ".mae", np.abs(q - p).mean() * 20 / np.log(10))
    mp, mq = np.exp(p), np.exp(q)
    print(name + ".mel.snr", 10 * np.log10((mp**2).sum() / ((mq - mp) ** 2).sum()))
    print(name + ".mel.convergence", np.linalg.norm(mq - mp) / np.linalg.norm(mp))
    return p


for rate, n, n_fft, n_mels, top in (22050, 16384, 1024, 80, 8000), (3000, 8192, 128, 36, 1500):
    x = original(rate, n)
    logs = figures(str(rate), x, reconstruction(x, rate), rate, n_fft, n_mels, top)
    if rate == 22050:
        train, test = logs[:40], logs[40:]
        gaussians = scipy.stats.norm(train.mean(0), np.maximum(0.1, train.std(0)))
        print("bands.mean", train.mean())
        print("bands.deviation", train.std())
        print("bands.nats", gaussians.logpdf(test).mean())
    windows = x.astype(float).reshape(-1, 2048)
    print(f"{rate}.normal", scipy.stats.norm.logpdf(windows).mean())
    for law in "norm", "laplace":
        law_of = getattr(scipy.stats, law)
        nats = [law_of.logpdf(window, *law_of.fit(window)).mean() for window in windows]
        print(f"{rate}.{law}", np.mean(nats))
