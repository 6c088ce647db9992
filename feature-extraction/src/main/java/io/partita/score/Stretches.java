package io.partita.score;

/** A time line cut into stretches by the ticks they start at; the first starts at 0. */
final class Stretches {
  private Stretches() {}

  /** The index of the stretch that holds a tick: the last one that starts there or before. */
  static int indexAt(long[] startTick, long tick) {
    int low = 0;
    int high = startTick.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (startTick[middle] <= tick) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
