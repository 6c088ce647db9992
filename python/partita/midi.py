"""Scores as Standard MIDI Files, byte for byte as ``partita convert`` writes them."""

from __future__ import annotations

from collections import defaultdict
from typing import Iterable, NamedTuple

DRUM_CHANNEL = 9
_MAX_DELTA = 0x0FFFFFFF
_DESCRIPTION, _NOTE_ON, _NOTE_OFF = 0, 2, 3


class Note(NamedTuple):
    """A note of a score.

    Attributes:
        track: number of its track, from 0.
        channel: 0 to 15; 9 is percussion.
        program: General MIDI program, 0 to 127.
        pitch: 0 to 127, 60 is C4.
        velocity: 1 to 127.
        onset: tick.
        offset: tick, not before the onset.
    """

    track: int
    channel: int
    program: int
    pitch: int
    velocity: int
    onset: int
    offset: int


class Tempo(NamedTuple):
    """A tempo from a tick on, in microseconds per quarter note."""

    tick: int
    micros: int


class Metre(NamedTuple):
    """A time signature from a tick on; the denominator is a power of two."""

    tick: int
    numerator: int
    denominator: int


class Score(NamedTuple):
    """Notes with tempos and time signatures, each in any order.

    Attributes:
        division: ticks per quarter note.
    """

    division: int
    notes: list[Note]
    tempos: list[Tempo]
    metres: list[Metre]

    def to_bytes(self) -> bytes:
        """The file: at one tick tempos and metres, then onsets, then offsets.

        Raises:
            ValueError: a value is out of its range.
        """
        notes = sorted(self.notes, key=lambda note: (note.onset, note.track, note.pitch))
        tracks: dict[int, list[tuple[int, int, bytes]]] = defaultdict(list)
        for tempo in sorted(self.tempos, key=lambda tempo: tempo.tick):
            tracks[0].append((tempo.tick, _DESCRIPTION, _meta(0x51, tempo.micros.to_bytes(3, "big"))))
        for tick, numerator, denominator in sorted(self.metres, key=lambda metre: metre.tick):
            metre = bytes([numerator, denominator.bit_length() - 1, 24, 8])
            tracks[0].append((tick, _DESCRIPTION, _meta(0x58, metre)))
        programs = {DRUM_CHANNEL: 0}
        for note in notes:
            _require(note)
            track, channel = tracks[note.track], note.channel
            if programs.get(channel) != note.program:
                track.append((note.onset, _NOTE_ON, bytes([0xC0 | channel, note.program])))
                programs[channel] = note.program
            track.append((note.onset, _NOTE_ON, bytes([0x90 | channel, note.pitch, note.velocity])))
            track.append((note.offset, _NOTE_OFF, bytes([0x80 | channel, note.pitch, 0])))
        count = max(tracks, default=-1) + 1
        head = b"".join(number.to_bytes(2, "big") for number in (int(count > 1), count, self.division))
        bodies = [_body(tracks[track]) for track in range(count)]
        return b"MThd" + _length(head) + head + b"".join(b"MTrk" + _length(body) + body for body in bodies)


def _require(note: Note) -> None:
    for name, value, lowest, highest in (
        ("channel", note.channel, 0, 15),
        ("program", note.program, 0, 127),
        ("pitch", note.pitch, 0, 127),
        ("velocity", note.velocity, 1, 127),
        ("onset", note.onset, 0, note.offset),
    ):
        if not lowest <= value <= highest:
            raise ValueError(f"{name} must be {lowest} to {highest}, but is {value}")


def _body(messages: Iterable[tuple[int, int, bytes]]) -> bytes:
    body = bytearray()
    now = running = 0
    for tick, _, message in sorted(messages, key=lambda message: message[:2]):
        delta, now = tick - now, tick
        while delta > _MAX_DELTA:  # an empty event in between, which ends running status
            body += _quantity(_MAX_DELTA) + b"\xff\x7f\0"
            delta -= _MAX_DELTA
            running = 0
        body += _quantity(delta)
        body += message[1:] if message[0] == running else message
        running = message[0] if message[0] < 0xF0 else 0
    return bytes(body + b"\0\xff\x2f\0")


def _meta(kind: int, payload: bytes) -> bytes:
    return bytes([0xFF, kind]) + _quantity(len(payload)) + payload


def _quantity(value: int) -> bytes:
    """A number as the format's variable-length quantity."""
    groups = [value & 0x7F]
    while value := value >> 7:
        groups.append(0x80 | value & 0x7F)
    return bytes(reversed(groups))


def _length(body: bytes) -> bytes:
    return len(body).to_bytes(4, "big")
