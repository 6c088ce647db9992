#!/usr/bin/env python3
"""Note lines by mido and interpolated Witten-Bell in exact fractions, to compare with.

    reference_ngrams.py CELLO_FOLDER > reference-ngrams.txt

First drawn sequences: "train CLASSES...", "test CLASSES...", then for each order "drawn ORDER FROM
NATS TOP1": predictions from position FROM on. Then for each file "line NAME NOTES CRC", with the
CRC-32 of its pitches as bytes. Then "cello SPLIT ORDER COUNT NATS TOP1": of the files in
alphabetical order those at SPLIT, SPLIT + 6, ... are test and the others train; all predicted from
the second note on. NATS is the mean of -ln P, TOP1 the number of right guesses.
"""
import collections
import fractions
import math
import pathlib
import random
import sys
import zlib

import mido


def note_line(path):
    for track in mido.MidiFile(path).tracks:
        tick, notes = 0, []
        for message in track:
            tick += message.time
            if message.type == "note_on" and message.velocity > 0:
                notes.append((tick, message.note))
        if notes:
            return [pitch for _, pitch in sorted(notes)[:1000]]
    return []


class NGrams:
    def __init__(self, order, class_count, sequences):
        self.order, self.class_count = order, class_count
        self.after = collections.defaultdict(collections.Counter)
        for sequence in sequences:
            for length in range(order):
                for end in range(length, len(sequence)):
                    self.after[tuple(sequence[end - length:end])][sequence[end]] += 1

    def probability(self, word, history):
        if history is None:
            return fractions.Fraction(1, self.class_count)
        shorter = self.probability(word, history[1:] if history else None)
        seen = self.after.get(history)
        if not seen:
            return shorter
        total, distinct = sum(seen.values()), len(seen)
        return (seen[word] + distinct * shorter) / (total + distinct)

    def distribution(self, sequence, position):
        history = tuple(sequence[max(0, position - self.order + 1):position])
        return [self.probability(word, history) for word in range(self.class_count)]


def score(model, sequences, start):
    nats, hits, count = 0.0, 0, 0
    for sequence in sequences:
        for position in range(start, len(sequence)):
            distribution = model.distribution(sequence, position)
            nats -= math.log(distribution[sequence[position]])
            hits += distribution.index(max(distribution)) == sequence[position]
            count += 1
    return count, nats / count, hits


def drawn():
    dice = random.Random(7)
    sequences = []
    for length in (0, 1, 2, 9, 40, 60):
        sequence = []
        for _ in range(length):
            step = dice.choice((-1, 0, 1, 1, 2))
            sequence.append(((sequence[-1] if sequence else 0) + step) % 6)
        sequences.append(sequence)
    train, test = sequences[:5], [sequences[5][:30] + [6] + sequences[5][30:]]
    for name, some in (("train", train), ("test", test)):
        for sequence in some:
            print(name, *sequence)
    for order in range(1, 6):
        model = NGrams(order, 7, train)
        for start in (0, 20):
            _, nats, hits = score(model, test, start)
            print("drawn", order, start, f"{nats:.12f}", hits)


def cello(folder):
    lines = []
    for path in sorted(folder.glob("*.mid")):
        line = note_line(path)
        lines.append(line)
        print("line", path.name, len(line), f"{zlib.crc32(bytes(line)):08x}")
    for split in range(6):
        test, train = lines[split::6], [line for i, line in enumerate(lines) if i % 6 != split]
        pitches = sorted({pitch for line in train for pitch in line})
        classes = {pitch: i for i, pitch in enumerate(pitches)}
        encode = lambda line: [classes.get(pitch, len(pitches)) for pitch in line]
        for order in range(1, 4):
            model = NGrams(order, len(pitches) + 1, [encode(line) for line in train])
            count, nats, hits = score(model, [encode(line) for line in test], 1)
            print("cello", split, order, count, f"{nats:.12f}", hits)


if __name__ == "__main__":
    drawn()
    cello(pathlib.Path(sys.argv[1]))
