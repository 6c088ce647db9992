package io.partita.symbolic;

import io.partita.score.Note;
import java.util.TreeMap;

/** {@link LineRule#LONGEST}. */
final class LongestPart extends NoteLine {
  private static final int CHANNELS = 16;

  /** By track, then channel. */
  private final TreeMap<Long, Pitches> parts = new TreeMap<>();

  @Override
  public void add(int track, int channel, int pitch, long onsetTick, long offsetTick) {
    if (channel != Note.DRUM_CHANNEL) {
      long part = (long) track * CHANNELS + channel;
      parts.computeIfAbsent(part, key -> new Pitches()).add(pitch);
    }
  }

  @Override
  public int[] pitches() {
    Pitches longest = new Pitches();
    for (Pitches part : parts.values()) {
      if (part.added() > longest.added()) {
        longest = part;
      }
    }
    return longest.toArray();
  }
}
