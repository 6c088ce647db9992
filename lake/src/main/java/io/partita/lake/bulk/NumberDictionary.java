package io.partita.lake.bulk;

import java.util.Arrays;

/** Distinct numbers, or the bits of such, numbered from 0 in the order in which they came. */
final class NumberDictionary {
  private static final int FIRST_SLOTS = 1 << 10;

  /** What is below it is looked up without a search: tokens, pitches and most bars. */
  private static final int SMALL = 1 << 16;

  /** 2^64 divided by the golden ratio: spreads neighbours over the slots (Knuth 6.4). */
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private long[] entries = new long[FIRST_SLOTS / 2];
  private int size;

  /** Numbers from 1, by the small entry itself; 0 where nothing is. */
  private int[] small = new int[0];

  /** The same of the other entries, each near where its bits say. */
  private int[] slots = new int[FIRST_SLOTS];

  private int used;

  /** The number of an entry, which is added if it is a new one. */
  int number(long entry) {
    if (entry >= 0 && entry < small.length) {
      int number = small[(int) entry];
      if (number > 0) {
        return number - 1;
      }
    }
    return entry >= 0 && entry < SMALL ? addSmall((int) entry) : numberOfLarge(entry);
  }

  private int addSmall(int entry) {
    if (entry >= small.length) {
      small = Arrays.copyOf(small, Math.min(SMALL, Math.max(2 * small.length, entry + 1)));
    }
    small[entry] = add(entry);
    return small[entry] - 1;
  }

  private int numberOfLarge(long entry) {
    int slot = slotOf(entry, slots);
    if (slots[slot] == 0) {
      if (2 * used == slots.length) {
        grow();
        slot = slotOf(entry, slots);
      }
      slots[slot] = add(entry);
      used++;
    }
    return slots[slot] - 1;
  }

  /** Adds an entry, and tells its number from 1. */
  private int add(long entry) {
    if (size == entries.length) {
      entries = Arrays.copyOf(entries, 2 * size);
    }
    entries[size] = entry;
    return ++size;
  }

  /** Where an entry is, or would be. */
  private int slotOf(long entry, int[] in) {
    int mask = in.length - 1;
    int slot = (int) ((entry * SPREAD) >>> Integer.SIZE) & mask;
    while (in[slot] != 0 && entries[in[slot] - 1] != entry) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    int[] twice = new int[2 * slots.length];
    for (int number : slots) {
      if (number != 0) {
        twice[slotOf(entries[number - 1], twice)] = number;
      }
    }
    slots = twice;
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
    used = 0;
    Arrays.fill(small, 0);
    Arrays.fill(slots, 0);
  }
}
