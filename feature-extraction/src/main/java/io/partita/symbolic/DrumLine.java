package io.partita.symbolic;

import io.partita.score.Note;

/** {@link LineRule#DRUMS}. */
final class DrumLine extends NoteLine {
  private final Pitches keys = new Pitches();

  @Override
  public void add(int track, int channel, int pitch, long onsetTick, long offsetTick) {
    if (channel == Note.DRUM_CHANNEL) {
      keys.add(pitch);
    }
  }

  @Override
  public int[] pitches() {
    return keys.toArray();
  }
}
