package io.partita.token.miditok;

import java.util.Arrays;

/** Entries of a table of at most 256, each with the tick that it is valid from. */
abstract class TickEntries {
  int size;
  int[] tick = new int[4];
  byte[] entry = new byte[4];

  /**
   * Appends an entry.
   *
   * @param at 0 or more
   */
  final void add(int at, int what) {
    if (size == tick.length) {
      tick = Arrays.copyOf(tick, size * 2);
      entry = Arrays.copyOf(entry, size * 2);
    }
    tick[size] = at;
    entry[size++] = (byte) what;
  }

  final int size() {
    return size;
  }

  final int tick(int index) {
    return tick[index];
  }

  final int entry(int index) {
    return entry[index];
  }
}
