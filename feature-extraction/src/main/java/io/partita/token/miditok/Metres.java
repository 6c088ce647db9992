package io.partita.token.miditok;

import java.util.Arrays;
import java.util.List;

/**
 * The nine metres that there are, and those of a file: where and which, at least one, the first at
 * tick 0.
 */
final class Metres extends TickEntries {
  /** Numerator and denominator, by entry. */
  private static final int[][] TABLE = {
    {3, 8}, {12, 8}, {6, 8}, {5, 4}, {6, 4}, {3, 4}, {2, 4}, {1, 4}, {4, 4}
  };

  static final int FOUR_FOUR = 8;

  private final int ticksPerQuarter;

  /**
   * @param ticksPerQuarter 8, or 16 where there is a metre in eighths
   */
  Metres(int ticksPerQuarter) {
    this.ticksPerQuarter = ticksPerQuarter;
  }

  static List<String> texts() {
    return Arrays.stream(TABLE).map(metre -> metre[0] + "/" + metre[1]).toList();
  }

  /** The entry of a metre, or -1 if absent. */
  static int entry(int numerator, int denominator) {
    for (int i = 0; i < TABLE.length; i++) {
      if (TABLE[i][0] == numerator && TABLE[i][1] == denominator) {
        return i;
      }
    }
    return -1;
  }

  static int numerator(int entry) {
    return TABLE[entry][0];
  }

  static int denominator(int entry) {
    return TABLE[entry][1];
  }

  static int beat(int entry, int ticksPerQuarter) {
    return ticksPerQuarter * 4 / TABLE[entry][1];
  }

  static int bar(int entry, int ticksPerQuarter) {
    return beat(entry, ticksPerQuarter) * TABLE[entry][0];
  }

  /** Ticks of a beat. */
  int beat(int index) {
    return beat(entry[index], ticksPerQuarter);
  }

  /** Ticks of a bar. */
  int bar(int index) {
    return bar(entry[index], ticksPerQuarter);
  }

  /**
   * Delays each metre to the next bar line of the one before; one that says nothing new goes, and
   * so does one that another replaces at its tick.
   */
  void delayToBarLines() {
    // What is kept lies at the front: the next goes to n, and i is the next to look at.
    int n = 0;
    int period = bar(0);
    int previous = 0;
    for (int i = 0; i < size; i++) {
      if (n > 0 && entry[i] == entry[n - 1]) {
        continue;
      }
      int at = n > 0 ? Math.max(tick[i], tick[n - 1]) : tick[i];
      int beyond = (at - previous) % period;
      at += beyond > 0 ? period - beyond : 0;
      if (n > 0 && at == tick[n - 1]) {
        n--;
      }
      if (n > 0 && entry[i] == entry[n - 1]) {
        period = bar(n - 1);
        previous = tick[n - 1];
        continue;
      }
      tick[n] = at;
      entry[n++] = entry[i];
      period = bar(n - 1);
      previous = at;
    }
    size = n;
  }
}
