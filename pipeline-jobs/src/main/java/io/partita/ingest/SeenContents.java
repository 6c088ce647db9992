package io.partita.ingest;

import java.nio.ByteBuffer;

/**
 * MD5s that a task has already sent, so that each content travels once: an open-addressing table of
 * 128-bit keys that stops learning when it is full. A forgotten content is sent twice, no more.
 */
final class SeenContents {
  private static final int SLOTS = 1 << 20;

  private long[] keys = new long[2 * 1024];
  private int used;

  /** Remembers an MD5 and tells whether it was there already. */
  boolean add(byte[] md5) {
    if (2 * (used + 1) > keys.length / 2) {
      if (keys.length / 2 == SLOTS) {
        return contains(md5);
      }
      grow();
    }
    int slot = slot(keys, high(md5), low(md5));
    boolean seen = !isEmpty(keys, slot);
    if (!seen) {
      put(keys, slot, high(md5), low(md5));
      used++;
    }
    return seen;
  }

  private boolean contains(byte[] md5) {
    return !isEmpty(keys, slot(keys, high(md5), low(md5)));
  }

  private void grow() {
    long[] larger = new long[keys.length * 2];
    for (int slot = 0; slot < keys.length; slot += 2) {
      if (!isEmpty(keys, slot)) {
        put(larger, slot(larger, keys[slot], keys[slot + 1]), keys[slot], keys[slot + 1]);
      }
    }
    keys = larger;
  }

  private static int slot(long[] keys, long high, long low) {
    int mask = keys.length / 2 - 1;
    int index = (int) low & mask;
    while (true) {
      int slot = 2 * index;
      if (isEmpty(keys, slot) || (keys[slot] == high && keys[slot + 1] == low)) {
        return slot;
      }
      index = (index + 1) & mask;
    }
  }

  private static boolean isEmpty(long[] keys, int slot) {
    return keys[slot] == 0 && keys[slot + 1] == 0;
  }

  private static void put(long[] keys, int slot, long high, long low) {
    keys[slot] = high;
    keys[slot + 1] = low;
  }

  private static long high(byte[] md5) {
    return ByteBuffer.wrap(md5).getLong(0);
  }

  private static long low(byte[] md5) {
    return ByteBuffer.wrap(md5).getLong(8);
  }
}
