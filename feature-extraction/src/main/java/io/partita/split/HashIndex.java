package io.partita.split;

import io.partita.Sha256;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Numbers texts from 0 in the order of their first appearance, and keeps only the first 64 bits of
 * each one's SHA-256: 16 to 32 bytes a text. Two of a million texts share these bits with a
 * probability of 3·10⁻⁸ (n²/2⁶⁵), of ten million with 3·10⁻⁶.
 */
final class HashIndex implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int NONE = -1;

  private long[] keys = new long[1 << 10];
  private int[] slots = emptySlots(1 << 11);
  private int size;

  static long key(String text) {
    byte[] digest = Sha256.begin().digest(text.getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(digest).getLong();
  }

  HashIndex copy() {
    HashIndex copy = new HashIndex();
    copy.keys = keys.clone();
    copy.slots = slots.clone();
    copy.size = size;
    return copy;
  }

  int size() {
    return size;
  }

  long keyAt(int number) {
    return keys[number];
  }

  /** The number of the text, or −1. */
  int find(String text) {
    return slots[slot(key(text))];
  }

  /** The number of the text, which is the old {@link #size()} if it is new. */
  int add(String text) {
    long key = key(text);
    int slot = slot(key);
    if (slots[slot] != NONE) {
      return slots[slot];
    }
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, 2 * size);
      slots = emptySlots(4 * size);
      for (int number = 0; number < size; number++) {
        slots[slot(keys[number])] = number;
      }
      slot = slot(key);
    }
    keys[size] = key;
    slots[slot] = size;
    return size++;
  }

  /**
   * The slot that holds the key, or the empty one where it belongs. Half of all slots are empty.
   */
  private int slot(long key) {
    int mask = slots.length - 1;
    int slot = (int) key & mask;
    while (slots[slot] != NONE && keys[slots[slot]] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static int[] emptySlots(int count) {
    int[] slots = new int[count];
    Arrays.fill(slots, NONE);
    return slots;
  }
}
