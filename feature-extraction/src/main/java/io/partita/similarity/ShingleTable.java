package io.partita.similarity;

import java.util.Arrays;

/** Where each shingle of a file occurs, by its hash. Not for several threads. */
final class ShingleTable {
  private final Shingles shingles;
  private final int mask;

  /** Last occurrence of the hash that is in a slot, from 1; 0 if absent. */
  private final int[] last;

  /** The one before an occurrence, from 1. */
  private final int[] before;

  /** In which round an occurrence that is the last of its hash was counted, and a frequent one. */
  private final int[] counted;

  private final int[] countedFrequent;
  private int round;

  /** Of each occurrence in the file that was asked for last what {@link #last(int)} says. */
  private int[] found = new int[0];

  ShingleTable(Shingles shingles) {
    this.shingles = shingles;
    int slots = Math.max(16, Integer.highestOneBit(shingles.size()) << 2);
    this.mask = slots - 1;
    this.last = new int[slots];
    this.before = new int[shingles.size() + 1];
    this.counted = new int[shingles.size() + 1];
    this.countedFrequent = new int[shingles.frequent().length];
    for (int i = 0; i < shingles.size(); i++) {
      int slot = slot(shingles.hash()[i]);
      before[i + 1] = last[slot];
      last[slot] = i + 1;
    }
  }

  private int slot(long hash) {
    int slot = (int) (hash >>> 3) & mask;
    while (last[slot] != 0 && shingles.hash()[last[slot] - 1] != hash) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /**
   * The last occurrence here of the hash of an occurrence in the file that {@link #shared} was
   * asked for, counted from 1; 0 if absent.
   */
  int last(int occurrence) {
    return found[occurrence];
  }

  /** The occurrence before another one of the same hash, counted from 1; 0 if absent. */
  int before(int occurrence) {
    return before[occurrence];
  }

  /** How many distinct shingles two files share, wherever they are. */
  int shared(Shingles other) {
    round++;
    int shared = 0;
    if (found.length < other.size()) {
      found = new int[2 * other.size()];
    }
    for (int i = 0; i < other.size(); i++) {
      found[i] = last[slot(other.hash()[i])];
      shared += isNew(other.hash()[i], found[i]) ? 1 : 0;
    }
    for (long hash : other.frequent()) {
      shared += isNew(hash, last[slot(hash)]) ? 1 : 0;
    }
    return shared;
  }

  /** Whether there is a shingle that was not asked for before in this round. */
  private boolean isNew(long hash, int occurrence) {
    if (occurrence > 0) {
      boolean isNew = counted[occurrence] != round;
      counted[occurrence] = round;
      return isNew;
    }
    int often = countedFrequent.length == 0 ? -1 : Arrays.binarySearch(shingles.frequent(), hash);
    boolean isNew = often >= 0 && countedFrequent[often] != round;
    if (often >= 0) {
      countedFrequent[often] = round;
    }
    return isNew;
  }
}
