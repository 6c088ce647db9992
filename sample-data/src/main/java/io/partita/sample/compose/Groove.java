package io.partita.sample.compose;

import java.util.List;

/** A bar of drums: for each drum a character a sixteenth, {@code X} accent to {@code o} soft. */
record Groove(List<Line> lines) {
  /** What one drum plays. */
  record Line(Drum drum, String pattern) {}

  /** The drum kit, by the pitches of the General MIDI percussion map. */
  enum Drum {
    KICK(36),
    SIDE_STICK(37),
    SNARE(38),
    CLAP(39),
    FLOOR_TOM(41),
    CLOSED_HAT(42),
    PEDAL_HAT(44),
    LOW_TOM(45),
    OPEN_HAT(46),
    MID_TOM(47),
    CRASH(49),
    HIGH_TOM(50),
    RIDE(51),
    TAMBOURINE(54),
    COWBELL(56),
    SHAKER(70);

    final int pitch;

    Drum(int pitch) {
      this.pitch = pitch;
    }
  }

  /** The first sixteenth at which anything sounds; the pattern's length when nothing does. */
  int firstStep() {
    int first = lines.get(0).pattern().length();
    for (Line line : lines) {
      int step = 0;
      while (step < first && line.pattern().charAt(step) == '.') {
        step++;
      }
      first = step;
    }
    return first;
  }
}
