package io.partita.token.miditok;

import java.util.Arrays;
import java.util.Optional;

/**
 * Steps 4 and 5: the events of a prepared file in one order, and the tokens that say them and when.
 *
 * <p>At one tick metres come first, then tempos, then the parts, each with its notes in their
 * order.
 */
final class Writing {
  private static final int INDEX_BITS = 32;

  private final Preparation music;
  private final Kind kind;
  private final Vocabulary vocabulary;
  private final Clock clock;
  private final Ids ids;
  private final int metres;
  private final int tempos;

  /** Of each note. */
  private final short[] programs;

  private Writing(Preparation music, Kind kind) {
    this.music = music;
    this.kind = kind;
    this.vocabulary = kind.vocabulary();
    this.metres = kind.hasMetres() ? music.metres().size() : 0;
    this.tempos = music.tempos().size();
    this.ids = new Ids(16 + 6 * music.notes().length);
    this.clock =
        kind.hasMetres()
            ? new BarClock(music.metres().entry(0), music.ticksPerQuarter(), vocabulary, ids)
            : new ShiftClock(vocabulary, ids);
    this.programs = new short[music.notes().length];
    for (int part = 0, note = 0; part < music.partCount(); part++) {
      for (; note < music.partEnd(part); note++) {
        programs[note] = (short) music.program(part);
      }
    }
  }

  /** The ids, or none where a duration or a position has no token. */
  static Optional<int[]> ids(Preparation music, Kind kind) {
    Writing writing = new Writing(music, kind);
    for (long event : writing.events()) {
      if (!writing.write((int) (event >>> INDEX_BITS), (int) event)) {
        return Optional.empty();
      }
    }
    return Optional.of(writing.ids.toArray());
  }

  /** Ticks, and in the low bits what happens: metres, then tempos, then notes, or their ends. */
  private long[] events() {
    long[] notes = music.notes();
    int each = kind.hasDurations() ? 1 : 2;
    long[] events = new long[metres + tempos + each * notes.length];
    int n = 0;
    for (int i = 0; i < metres; i++) {
      events[n] = at(music.metres().tick(i), n++);
    }
    for (int i = 0; i < tempos; i++) {
      events[n] = at(music.tempos().tick(i), n++);
    }
    for (long note : notes) {
      int onset = PackedNote.onset(note);
      events[n] = at(onset, n++);
      if (each == 2) {
        events[n] = at(onset + PackedNote.duration(note), n++);
      }
    }
    Arrays.sort(events);
    return events;
  }

  private static long at(int tick, int index) {
    return (long) tick << INDEX_BITS | index;
  }

  private boolean write(int tick, int index) {
    boolean isMetre = index < metres;
    if (!clock.advance(tick, isMetre)) {
      return false;
    }
    if (isMetre) {
      clock.metre(tick, music.metres().entry(index));
    } else if (index < metres + tempos) {
      add(TokenType.TEMPO, music.tempos().entry(index - metres));
    } else if (kind.hasDurations()) {
      return note(tick, index - metres - tempos);
    } else {
      int end = index - metres - tempos;
      noteOrEnd(end >> 1, (end & 1) == 1);
    }
    return true;
  }

  private boolean note(int tick, int index) {
    long note = music.notes()[index];
    boolean drums = programs[index] == FileNotes.DRUMS;
    int length = Lengths.exact(PackedNote.duration(note), music.sections().beatAt(tick));
    add(TokenType.PROGRAM, programs[index]);
    addPitch(drums ? TokenType.PITCH_DRUM : TokenType.PITCH, drums, note);
    add(TokenType.VELOCITY, PackedNote.velocityEntry(note));
    add(TokenType.DURATION, length);
    return length >= 0;
  }

  private void noteOrEnd(int index, boolean end) {
    long note = music.notes()[index];
    boolean drums = programs[index] == FileNotes.DRUMS;
    add(TokenType.PROGRAM, programs[index]);
    if (end) {
      addPitch(drums ? TokenType.DRUM_OFF : TokenType.NOTE_OFF, drums, note);
    } else {
      addPitch(drums ? TokenType.DRUM_ON : TokenType.NOTE_ON, drums, note);
      add(TokenType.VELOCITY, PackedNote.velocityEntry(note));
    }
  }

  private void addPitch(TokenType type, boolean drums, long note) {
    add(type, PackedNote.pitch(note) - (drums ? TokenType.LOWEST_DRUM : TokenType.LOWEST_PITCH));
  }

  private void add(TokenType type, int index) {
    ids.add(vocabulary.first(type) + index);
  }
}
