package io.partita.symbolic;

import java.util.Arrays;

/** The first {@link NoteLine#MAX_NOTES} pitches of what is added, and how many were added. */
final class Pitches {
  private int[] kept = new int[4];
  private long added;

  void add(int pitch) {
    if (added < NoteLine.MAX_NOTES) {
      if (added == kept.length) {
        kept = Arrays.copyOf(kept, Math.min(NoteLine.MAX_NOTES, 2 * kept.length));
      }
      kept[(int) added] = pitch;
    }
    added++;
  }

  void clear() {
    added = 0;
  }

  /** With those that are not kept. */
  long added() {
    return added;
  }

  int[] toArray() {
    return Arrays.copyOf(kept, (int) Math.min(added, NoteLine.MAX_NOTES));
  }
}
