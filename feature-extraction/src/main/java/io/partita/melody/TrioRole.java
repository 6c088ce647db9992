package io.partita.melody;

import io.partita.grid.Instrument;
import java.util.Optional;

/** What an instrument can be in a trio. */
enum TrioRole {
  MELODY,
  BASS,
  DRUMS;

  private static final int FIRST_BASS = 32;
  private static final int LAST_BASS = 39;

  /** By channel and program; empty where it can be nothing. */
  static Optional<TrioRole> of(Instrument instrument) {
    if (instrument.isDrums()) {
      return Optional.of(DRUMS);
    }
    if (MelodySlices.isMelody(instrument)) {
      return Optional.of(MELODY);
    }
    return instrument.program() >= FIRST_BASS && instrument.program() <= LAST_BASS
        ? Optional.of(BASS)
        : Optional.empty();
  }
}
