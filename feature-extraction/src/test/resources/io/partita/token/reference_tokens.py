#!/usr/bin/env python3
"""Compound tokens by mido, independent of Partita's reader, as checksums to compare with.

    reference_tokens.py DATA_FOLDER > reference-tokens.txt

DATA_FOLDER holds midi/ and groove.zip. A line per file that mido can read: the CRC-32 of its path,
then for each scheme the number of notes and the CRC-32 of its tokens as big-endian 32-bit
integers, or "- -" where the scheme has none. Files that mido gives up on are counted on stderr.
"""
import collections
import io
import pathlib
import struct
import sys
import zipfile
import zlib

import mido


def merged(midi):
    """(tick, message) of all tracks, by tick, then track, without end-of-tracks."""
    events = []
    for track in midi.tracks:
        tick = 0
        for message in track:
            tick += message.time
            events.append((tick, message))
    events.sort(key=lambda event: event[0])
    return [event for event in events if event[1].type != "end_of_track"]


def tokens(midi, seed):
    """Tokens, or None where the scheme has none."""
    if midi.type == 2 or midi.ticks_per_beat <= 0:
        return None
    rows, onsets = [], []
    open_notes = collections.defaultdict(collections.deque)
    programs = {} if seed else collections.defaultdict(int)
    seconds, last, tempo = 0.0, 0, 500000
    for tick, message in merged(midi):
        if tick > last:
            seconds += (tick - last) * (tempo * 1e-6 / midi.ticks_per_beat)
            last = tick
        if message.type == "set_tempo":
            tempo = message.tempo
        elif message.type == "program_change":
            programs[message.channel] = message.program
        elif message.type in ("note_on", "note_off"):
            sounding = message.type == "note_on" and message.velocity > 0
            if seed and message.type == "note_on" and not sounding:
                continue
            if not seed and message.channel == 9:
                instrument = 128
            elif message.channel in programs or not seed:
                instrument = programs[message.channel]
            else:
                return None
            queue = open_notes[instrument, message.note, message.channel]
            if sounding:
                queue.append(len(rows))
                onsets.append(seconds)
                rows.append([round(100 * seconds), -1, message.note, instrument, message.velocity])
            elif queue:
                note = queue.popleft()
                rows[note][1] = round(100 * (seconds - onsets[note]))
    return [number for row in rows for number in row]


def checksum(numbers):
    if numbers is None:
        return "- -"
    return f"{len(numbers) // 5} {zlib.crc32(struct.pack(f'>{len(numbers)}i', *numbers)):08x}"


def files(data):
    for path in sorted((data / "midi").rglob("*")):
        if path.suffix.lower() == ".mid":
            yield str(path.relative_to(data)), path.read_bytes()
    with zipfile.ZipFile(data / "groove.zip") as groove:
        for name in sorted(groove.namelist()):
            if name.endswith(".mid"):
                yield name, groove.read(name)


def main():
    refused = 0
    for name, content in files(pathlib.Path(sys.argv[1])):
        try:
            midi = mido.MidiFile(file=io.BytesIO(content))
        except Exception as error:  # whatever mido raises, the file is out of this comparison
            refused += 1
            print(name, repr(error), file=sys.stderr)
            continue
        crc = zlib.crc32(name.encode())
        print(f"{crc:08x} {checksum(tokens(midi, False))} {checksum(tokens(midi, True))}")
    print(refused, "files refused by mido", file=sys.stderr)


if __name__ == "__main__":
    main()
