#!/usr/bin/env python3
"""Tokens of a tar.gz of MIDI files the way a notebook makes them: mido, one process, tokens kept as lists.

    ingest_mido.py ARCHIVE [MEMBERS]

Reads the first MEMBERS files (all by default) and says how many were read and refused. Each note
becomes (time, duration, note, instrument, velocity), times in hundredths of a second. Nothing is
written, no metadata is joined: less than an ingest does.
"""
import io
import sys
import tarfile
from collections import defaultdict, deque

import mido

DRUM_CHANNEL = 9
DRUMS = 128


def tokens(content):
    compound, programs, sounding = [], defaultdict(int), defaultdict(deque)
    seconds = 0.0
    for message in mido.MidiFile(file=io.BytesIO(content)):
        seconds += message.time
        if message.type == "program_change":
            programs[message.channel] = message.program
        elif message.type in ("note_on", "note_off"):
            drums = message.channel == DRUM_CHANNEL
            instrument = DRUMS if drums else programs[message.channel]
            key = instrument, message.note, message.channel
            if message.type == "note_on" and message.velocity > 0:
                sounding[key].append((len(compound), seconds))
                compound.extend((round(100 * seconds), -1, message.note, instrument, message.velocity))
            elif sounding[key]:
                place, onset = sounding[key].popleft()
                compound[place + 1] = round(100 * (seconds - onset))
    return compound


def main():
    members = int(sys.argv[2]) if len(sys.argv) > 2 else sys.maxsize
    read = refused = count = 0
    with tarfile.open(sys.argv[1], "r|gz") as archive:
        for member in archive:
            if not member.name.lower().endswith(".mid"):
                continue
            if read == members:
                break
            read += 1
            try:
                count += len(tokens(archive.extractfile(member).read()))
            except Exception:  # whatever mido raises
                refused += 1
    print(f"{read} files, {refused} refused, {count} token numbers")


if __name__ == "__main__":
    main()
