package io.partita.lake.bulk;

import java.util.Arrays;

/** Distinct numbers, or the bits of such, numbered from 0 in the order in which they came. */
final class NumberDictionary {
  private static final int FIRST_SLOTS = 1 << 10;

  /** 2^64 divided by the golden ratio: spreads neighbours over the slots (Knuth 6.4). */
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private long[] entries = new long[FIRST_SLOTS / 2];
  private int size;

  /** Numbers from 1, each near where its entry's bits say; 0 where nothing is. */
  private int[] slots = new int[FIRST_SLOTS];

  /** The number of an entry, which is added if it is a new one. */
  int number(long entry) {
    int slot = slotOf(entry);
    if (slots[slot] == 0) {
      if (size == entries.length) {
        grow();
        slot = slotOf(entry);
      }
      entries[size] = entry;
      slots[slot] = ++size;
    }
    return slots[slot] - 1;
  }

  /** Where an entry is, or would be. */
  private int slotOf(long entry) {
    int mask = slots.length - 1;
    int slot = (int) ((entry * SPREAD) >>> Integer.SIZE) & mask;
    while (slots[slot] != 0 && entries[slots[slot] - 1] != entry) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    entries = Arrays.copyOf(entries, 2 * size);
    slots = new int[2 * slots.length];
    for (int number = 0; number < size; number++) {
      slots[slotOf(entries[number])] = number + 1;
    }
  }

  int size() {
    return size;
  }

  /** The entries in the order of their numbers, and more behind them. */
  long[] entries() {
    return entries;
  }

  void clear() {
    size = 0;
    Arrays.fill(slots, 0);
  }
}
