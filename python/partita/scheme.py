"""What token ids mean: their names, the changes that keep a piece a piece, and the way back to music."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .midi import DRUM_CHANNEL, Metre, Note, Score, Tempo

_FOUR_FOUR = (4, 4)
_DEFAULT_TEMPO = 121.29
_DRUMS = -1
_COMPOUND = {"anticipation": 128, "seed": None}  # the instrument that is percussion
_UNCLOSED = 25  # 10 ms, of a note whose duration is -1


@dataclass(frozen=True)
class Scheme:
    """A token scheme, by the names of its ids as ``vocabulary.json`` has them.

    ``Pitch_60`` is of the type ``Pitch`` and has the value ``60``. An id of a byte-pair model has the names of
    what it merges, with ``+`` between them. ``anticipation`` and ``seed`` have no names: there a note is five numbers.

    Attributes:
        label: as ``remi``.
        names: the name of each id; empty where numbers have no end.
    """

    label: str
    names: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """How many ids there are; 0 where numbers have no end."""
        return len(self.names)

    @cached_property
    def ids(self) -> dict[str, int]:
        """The id of each name."""
        return {name: id for id, name in enumerate(self.names)}

    @cached_property
    def _tokens(self) -> list[list[tuple[str, str]]]:
        """By id, the type and value of each token that it represents."""
        return [[_token(name) for name in names.split("+")] for names in self.names]

    def _values(self, kind: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Ids and values of a type, in the order of ids; none in a scheme without the type."""
        found = [(id, float(of[0][1])) for id, of in enumerate(self._tokens) if len(of) == 1 and of[0][0] == kind]
        return np.array([id for id, _ in found], int), np.array([value for _, value in found])

    @cached_property
    def _pitches(self) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """Of each pitched type, drums excepted, its ids and pitches, both ascending by one."""
        found = [self._values(kind) for kind in ("Pitch", "NoteOn", "NoteOff")]
        return [(ids, values.astype(int)) for ids, values in found if ids.size]

    @cached_property
    def _tempos(self) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Ids of tempos, and their microseconds per quarter note."""
        ids, bpm = self._values("Tempo")
        return ids, 6e7 / bpm

    @cached_property
    def _velocities(self) -> NDArray[np.int64]:
        """Ids of velocities, from soft to loud."""
        return self._values("Velocity")[0]

    @cached_property
    def pitch_of(self) -> NDArray[np.int64]:
        """By id, the pitch that a transposition changes; 0 where it changes nothing. Shape ``[size]``."""
        pitches = np.zeros(self.size, int)
        for ids, values in self._pitches:
            pitches[ids] = values
        return pitches

    def pitch_range(self, ids: ArrayLike) -> tuple[int, int]:
        """The lowest and the highest pitch of ids, drums excepted; ``(0, 0)`` without one."""
        pitches = self.pitch_of[np.asarray(ids)]
        pitches = pitches[pitches > 0]
        return (int(pitches.min()), int(pitches.max())) if pitches.size else (0, 0)

    def augment(
        self,
        ids: ArrayLike,
        semitones: int = 0,
        tempo: float = 1.0,
        velocity: int = 0,
        pitch_range: tuple[int, int] | None = None,
    ) -> NDArray[np.int64]:
        """A piece in another key, at another tempo, louder or softer: as many ids as before.

        Args:
            ids: of any shape.
            semitones: up, or down where negative; drums stay. As far as the piece's pitches have ids.
            tempo: factor of all tempos, to the nearest that has an id.
            velocity: steps of the scheme's velocities, up or down; those at the end stay there.
            pitch_range: of the whole piece where ``ids`` are a part of it; as :meth:`pitch_range`.

        Returns:
            New ids, of the shape of ``ids``. Key and tempo are those of ``train lm`` for the same numbers.

        Raises:
            ValueError: the scheme has no names of ids, or merges them.
        """
        ids = np.asarray(ids)
        if not self.names or self.label.endswith("-bpe"):
            raise ValueError(f"ids of the scheme {self.label} cannot be augmented: it has no names of single ids")
        table = np.arange(self.size)
        low, high = pitch_range or (self.pitch_range(ids) if semitones else (0, 0))
        if high:
            lowest, highest = self._pitches[0][1][[0, -1]]
            shift = max(lowest - low, min(highest - high, semitones))
            for of, values in self._pitches:
                table[of] = of[np.clip(values + shift, lowest, highest) - lowest]
        if tempo != 1.0:
            of, micros = self._tempos
            wanted = np.floor(np.floor(micros + 0.5) / tempo + 0.5)
            table[of] = of[np.abs(micros - wanted[:, None]).argmin(1)]
        if velocity:
            of = self._velocities
            table[of] = np.clip(of + velocity, of[0], of[-1])
        return table[ids]

    def score(self, ids: ArrayLike) -> Score:
        """The music of ids, as ``partita convert`` decodes them: what makes no sense where it stands is passed over.

        Args:
            ids: shape ``[n]``; in ``anticipation`` and ``seed`` five numbers a note.

        Raises:
            ValueError: an id or number is out of its range, or MIDI has no room for the instruments.
        """
        ids = np.asarray(ids)
        if ids.ndim != 1:
            raise ValueError(f"ids must have the shape [n], but have {list(ids.shape)}")
        if self.label in _COMPOUND:
            return _compound(ids.tolist(), _COMPOUND[self.label])
        outside = np.flatnonzero((ids < 0) | (ids >= self.size))
        if outside.size:
            raise ValueError(f"id {ids[outside[0]]} at index {outside[0]} is not in 0 to {self.size - 1}")
        return _Decoder([token for id in ids.tolist() for token in self._tokens[id]], "Bar_None" in self.ids).score()

    def to_midi(self, ids: ArrayLike, path: str | Path) -> None:
        """Writes the music of ids as a MIDI file, byte for byte as ``partita convert`` does; see :meth:`score`."""
        Path(path).write_bytes(self.score(ids).to_bytes())


def _token(name: str) -> tuple[str, str]:
    kind, value = name.rsplit("_", 1)
    return kind, value


def _length(value: str) -> int:
    """Eighths of a beat: ``1.4.8`` is a beat and four eighths."""
    beats, parts, resolution = map(int, value.split("."))
    return (beats * resolution + parts) * 8 // resolution


class _Decoder:
    """Tokens of MidiTok's schemes to notes.

    Args:
        tokens: types and values.
        has_bars: whether time is told by bars with metres, of 16 ticks a quarter, instead of shifts, of 8.
    """

    def __init__(self, tokens: Sequence[tuple[str, str]], has_bars: bool) -> None:
        self.tokens = tokens
        self.has_bars = has_bars
        self.division = 16 if has_bars else 8
        self.metre = self._first_metre()
        self.bar = -1
        self.bar_tick = self.now = 0
        self.program = 0
        self.open: dict[tuple[int, int], deque[tuple[int, int, int]]] = {}
        self.notes: list[tuple[int, int, int, int, int, int]] = []  # onset, place, program, pitch, velocity, offset
        self.tempos: list[Tempo] = []
        self.metres = [Metre(0, *self.metre)]

    def _first_metre(self) -> tuple[int, int]:
        """That of the first metre, if no note is before it."""
        for kind, value in self.tokens:
            if kind == "TimeSig":
                return _metre(value)
            if kind in ("Pitch", "Velocity", "Duration"):
                break
        return _FOUR_FOUR

    @property
    def _beat(self) -> int:
        return self.division * 4 // self.metre[1] if self.has_bars else self.division

    def score(self) -> Score:
        for place, (kind, value) in enumerate(self.tokens):
            if kind == "Bar":
                self.bar += 1
                if self.bar > 0:
                    self.now = self.bar_tick + self._beat * self.metre[0]
                self.bar_tick = self.now
            elif kind == "Position":
                self.now = self.bar_tick + int(value) * self._beat // 8
            elif kind == "TimeShift":
                self.now += _length(value)
            elif kind == "TimeSig":
                if _metre(value) != self.metre:
                    self.metre = _metre(value)
                    self.metres.append(Metre(self.now, *self.metre))
            elif kind == "Tempo":
                self.tempos.append(_tempo(self.now, float(value)))
            elif kind == "Program":
                self.program = int(value)
            elif kind in ("Pitch", "PitchDrum"):
                self._note(place, int(value))
            elif kind in ("NoteOn", "DrumOn"):
                self._note_on(place, int(value))
            elif kind in ("NoteOff", "DrumOff"):
                notes = self.open.get((self.program, int(value)))
                if notes:
                    onset, velocity, begun = notes.popleft()
                    self.notes.append((onset, begun, self.program, int(value), velocity, self.now))
        if all(tempo.tick for tempo in self.tempos):
            self.tempos.append(_tempo(0, _DEFAULT_TEMPO))
        return Score(self.division, self._voices(), self.tempos, self.metres)

    def _note(self, place: int, pitch: int) -> None:
        behind = self.tokens[place + 1 : place + 3]
        if [kind for kind, _ in behind] == ["Velocity", "Duration"]:
            (_, velocity), (_, duration) = behind
            offset = self.now + _length(duration) * (self._beat // 8)
            self.notes.append((self.now, place, self.program, pitch, int(velocity), offset))

    def _note_on(self, place: int, pitch: int) -> None:
        """The velocity is the number of whatever token follows."""
        value = self.tokens[place + 1][1] if place + 1 < len(self.tokens) else ""
        if value.isdigit() and 0 < int(value) <= 127:
            self.open.setdefault((self.program, pitch), deque()).append((self.now, int(value), place))

    def _voices(self) -> list[Note]:
        """A track for each program in the order of their first notes; channels are used again after the 15th."""
        voices: dict[int, tuple[int, int]] = {}
        notes = []
        for onset, _, program, pitch, velocity, offset in sorted(self.notes):
            if program not in voices:
                melodic = len(voices) - (_DRUMS in voices)
                channel = melodic % 15
                channel += channel >= DRUM_CHANNEL
                voices[program] = len(voices), DRUM_CHANNEL if program == _DRUMS else channel
            notes.append(Note(*voices[program], max(program, 0), pitch, velocity, onset, offset))
        return notes


def _metre(value: str) -> tuple[int, int]:
    numerator, denominator = value.split("/")
    return int(numerator), int(denominator)


def _tempo(tick: int, bpm: float) -> Tempo:
    return Tempo(tick, int(6e7 / bpm + 0.5))


def _compound(numbers: list[int], drums: int | None) -> Score:
    """Five numbers a note: time, duration, pitch, instrument, velocity. A unit of 10 ms is a tick of the score."""
    if len(numbers) % 5:
        raise ValueError(f"tokens come in fives (time, duration, pitch, instrument, velocity), not {len(numbers)}")
    free = iter([channel for channel in range(16) if drums is None or channel != DRUM_CHANNEL])
    voices: dict[int, tuple[int, int]] = {}
    notes = []
    for at in sorted(range(0, len(numbers), 5), key=lambda at: numbers[at]):
        onset, duration, pitch, instrument, velocity = numbers[at : at + 5]
        if instrument not in voices:
            channel = DRUM_CHANNEL if instrument == drums else next(free, -1)
            if channel < 0:
                raise ValueError(f"MIDI has no room for instrument {instrument}: drop or merge instruments first")
            voices[instrument] = len(voices), channel
        program = 0 if instrument == drums else instrument
        offset = onset + (_UNCLOSED if duration == -1 else duration)
        notes.append(Note(*voices[instrument], program, pitch, velocity, onset, offset))
    return Score(50, notes, [], [])
