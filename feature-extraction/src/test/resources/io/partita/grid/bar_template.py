#!/usr/bin/env python3
"""The weights of BarTemplate by NumPy and SciPy.

    bar_template.py pop909.zip groove.zip

Conditional logistic regression over the 16 rotations of a song's histograms, each with the sum 1;
weights are rounded. Songs of POP909 are those in 4/4 whose numbers 6 does not divide, with more
than .45 of the chords at one sixteenth of the bar; beats of Groove are the training split in 4/4.
"""
import collections
import csv
import io
import sys
import zipfile

import numpy as np
from scipy.optimize import minimize

BAR = 16


def number(data, at):
    value = 0
    while True:
        value = value << 7 | data[at] & 127
        at += 1
        if data[at - 1] < 128:
            return value, at


def read(data):
    """Ticks a quarter, tempos (tick, seconds a tick), notes (onset, end, pitch, is drum)."""
    quarter = int.from_bytes(data[12:14], "big")
    at = 8 + int.from_bytes(data[4:8], "big")
    tempos, notes = [(0, .5 / quarter)], []
    while at < len(data):
        end = at + 8 + int.from_bytes(data[at + 4:at + 8], "big")
        at, tick, status, sounding = at + 8, 0, 0, {}
        while at < end:
            delta, at = number(data, at)
            tick += delta
            if data[at] in (0xff, 0xf0, 0xf7):
                kind = data[at + 1] if data[at] == 0xff else None
                length, at = number(data, at + (2 if kind is not None else 1))
                if kind == 0x51:
                    seconds = int.from_bytes(data[at:at + 3], "big") / 1e6 / quarter
                    tempos = [t for t in tempos if t[0] != tick] + [(tick, seconds)]
                at += length
                continue
            if data[at] > 127:
                status, at = data[at], at + 1
            if status >> 4 in (12, 13):
                at += 1
                continue
            key, velocity, at = (status & 15, data[at]), data[at + 1], at + 2
            if status >> 4 == 9 and velocity:
                sounding.setdefault(key, []).append(tick)
            elif status >> 4 in (8, 9):
                for onset in sounding.pop(key, []):
                    if onset < tick:
                        notes.append((onset, tick, key[1], key[0] == 9))
        at = end
    return quarter, sorted(tempos), sorted(notes)


def mean(ticks, period):
    angle = np.exp(2j * np.pi * np.asarray(ticks) / period).mean()
    return abs(angle), np.angle(angle) / 2 / np.pi % 1


def grid(quarter, notes):
    """Phase and notes on steps of music that has bars of 4/4, or None."""
    onsets = [note[0] for note in notes]
    strength, phase = mean(onsets, quarter / 4)
    if strength < .7 or mean(onsets, quarter / 6)[0] > strength + .02:
        return None
    first = phase * quarter / 4
    step = lambda tick: int(np.floor((tick - first) / (quarter / 4) + .5))
    steps = [(step(on), max(step(end) - step(on), 1), pitch) for on, end, pitch, _ in notes]
    at = collections.Counter(on for on, _, _ in steps)
    meet = lambda by: sum(min(n, 4) * min(at.get(on + by, 0), 4) for on, n in at.items())
    return None if meet(12) > max(meet(16), meet(8)) else (first, steps)


def histogram(weighted):
    sums = np.zeros(BAR)
    for step, weight in weighted:
        sums[step % BAR] += weight
    return sums / max(sums.sum(), 1e-9)


def harmony(steps):
    first = min(on for on, _, _ in steps)
    classes = np.zeros((max(on for on, _, _ in steps) - first + 10, 12))
    for on, _, pitch in steps:
        classes[on - first, pitch % 12] += 1
    sums = np.concatenate([np.zeros((1, 12)), classes.cumsum(0)])
    for on in {on for on, _, _ in steps}:
        here = on - first
        before = sums[here] - sums[max(here - 8, 0)]
        after = sums[here + 8] - sums[here]
        norm = np.sqrt(before @ before * (after @ after))
        yield on, 1 - before @ after / norm if norm else 0


def fit(songs, penalty):
    """Weights [histogram, step] of songs (histograms, true first step)."""
    x = np.stack([[np.roll(h, -first, 1).ravel() for first in range(BAR)] for h, _ in songs])
    x = x - x.mean(1, keepdims=True)
    true = np.array([first for _, first in songs])
    rows = np.arange(len(songs))

    def loss(w):
        scores = x @ w
        top = scores.max(1)
        odds = np.exp(scores - top[:, None])
        log = (scores[rows, true] - top - np.log(odds.sum(1))).sum()
        found = np.einsum("nr,nrk->k", odds / odds.sum(1, keepdims=True), x)
        return penalty * w @ w - log, 2 * penalty * w - x[rows, true].sum(0) + found

    start = np.zeros(x.shape[2])
    w = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 1000}).x
    return np.round(w).astype(int).reshape(-1, BAR)


def songs(path):
    with zipfile.ZipFile(path) as pop909:
        for song in range(1, 910):
            quarter, tempos, notes = read(pop909.read("%03d/%03d.mid" % (song, song)))
            found = grid(quarter, notes)
            if song % 6 == 0 or found is None:
                continue
            ticks = np.array([tick for tick, _ in tempos])
            rates = np.array([rate for _, rate in tempos])
            starts = np.concatenate([[0], (np.diff(ticks) * rates[:-1]).cumsum()])
            chords = collections.Counter()
            for line in pop909.read("%03d/chord_midi.txt" % song).decode().strip().split("\n"):
                start, _, chord = line.split("\t")
                k = np.searchsorted(starts, float(start) + 1e-9, side="right") - 1
                tick = ticks[k] + (float(start) - starts[k]) / rates[k]
                if chord.strip() != "N":
                    chords[int(np.floor((tick - found[0]) / (quarter / 4) + .5)) % BAR] += 1
            first = min(chords, key=lambda step: (-chords[step], step))
            if chords[first] > .45 * sum(chords.values()):
                steps = found[1]
                yield np.array([
                    histogram((on, 1) for on, _, _ in steps),
                    histogram((on, 1) for on in {on for on, _, _ in steps}),
                    histogram((on, 1) for on, _, pitch in steps if pitch < 52),
                    histogram((on, min(length, BAR)) for on, length, _ in steps),
                    histogram(harmony(steps))]), first


def beats(path):
    with zipfile.ZipFile(path) as groove:
        catalog = io.StringIO(groove.read("groove/info.csv").decode())
        for row in csv.DictReader(catalog):
            if row["split"] == "train" and row["time_signature"] == "4-4":
                quarter, _, notes = read(groove.read("groove/" + row["midi_filename"]))
                found = grid(quarter, notes) if len(notes) > 7 else None
                if found:
                    # The bar begins at tick 0: step 0, or 1 where the phase is just below a step
                    first = int(np.floor(.5 - found[0] / (quarter / 4)))
                    steps = found[1]
                    yield np.array([
                        histogram((on, 1) for on, _, pitch in steps if pitch in (35, 36)),
                        histogram((on, 1) for on, _, pitch in steps if 37 <= pitch <= 40),
                        histogram((on, 1) for on, _, _ in steps)]), first % BAR


for title, examples, penalty, names in (
        ("songs", list(songs(sys.argv[1])), .01, "NOTES ONSETS BASSES LENGTHS HARMONY"),
        ("beats", list(beats(sys.argv[2])), .1, "KICKS SNARES STROKES")):
    print(len(examples), title)
    for name, row in zip(names.split(), fit(examples, penalty)):
        print(name, "{%s}" % ", ".join(map(str, row)))
