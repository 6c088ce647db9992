package io.partita.drum;

/** What makes bars of drums a beat: how alike they are, and where kick and snare are. */
public final class BarStructure {
  private static final int BAR = DrumGrid.STEPS_PER_BAR;
  private static final int BEAT = DrumGrid.STEPS_PER_QUARTER;

  /** A roll of more snares is no backbeat. */
  private static final int MAX_SNARES = 12;

  private BarStructure() {}

  /**
   * How much a slice's later bars are like its first one: the hits that both have as a share of
   * those that either has (Jaccard), 0 to 1; 1 of two silent bars. Of several bars the mean.
   *
   * @param slice masks, whole bars, at least two
   */
  public static double similarity(int[] slice) {
    requireBars(slice, 2);
    double sum = 0;
    for (int bar = BAR; bar < slice.length; bar += BAR) {
      int both = 0;
      int either = 0;
      for (int step = 0; step < BAR; step++) {
        both += Integer.bitCount(slice[step] & slice[bar + step]);
        either += Integer.bitCount(slice[step] | slice[bar + step]);
      }
      sum += either == 0 ? 1 : (double) both / either;
    }
    return sum / (slice.length / BAR - 1);
  }

  /**
   * Whether every bar has a kick on its first step and a snare on beat 2 or 4, and the slice at
   * most 12 snares.
   *
   * @param slice masks, whole bars, at least one
   */
  public static boolean hasBackbeat(int[] slice) {
    requireBars(slice, 1);
    int snares = 0;
    for (int mask : slice) {
      snares += DrumClass.SNARE.isIn(mask) ? 1 : 0;
    }
    boolean hasBackbeat = snares <= MAX_SNARES;
    for (int bar = 0; bar < slice.length; bar += BAR) {
      hasBackbeat &= DrumClass.KICK.isIn(slice[bar]);
      hasBackbeat &= DrumClass.SNARE.isIn(slice[bar + BEAT] | slice[bar + 3 * BEAT]);
    }
    return hasBackbeat;
  }

  private static void requireBars(int[] slice, int least) {
    if (slice.length % BAR != 0 || slice.length < least * BAR) {
      throw new IllegalArgumentException(
          "A slice must have whole bars, at least %s, but has %s steps"
              .formatted(least, slice.length));
    }
  }
}
