package io.partita.symbolic;

import io.partita.score.Note;

/** {@link LineRule#FIRST} and {@link LineRule#FIRST_TRACK}. */
final class TrackLine extends NoteLine {
  private final boolean withPercussion;
  private final Pitches pitches = new Pitches();
  private int first = Integer.MAX_VALUE;

  TrackLine(boolean withPercussion) {
    this.withPercussion = withPercussion;
  }

  @Override
  public void add(int track, int channel, int pitch, long onsetTick, long offsetTick) {
    if (channel == Note.DRUM_CHANNEL && !withPercussion) {
      return;
    }
    if (track < first) {
      first = track;
      pitches.clear();
    }
    if (track == first) {
      pitches.add(pitch);
    }
  }

  @Override
  public int[] pitches() {
    return pitches.toArray();
  }
}
