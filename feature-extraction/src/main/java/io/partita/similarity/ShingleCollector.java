package io.partita.similarity;

import java.util.Arrays;

/** Occurrences of shingles in any order, and what becomes of them. */
final class ShingleCollector {
  private int size;
  private long[] hash = new long[256];
  private float[] onsetS = new float[256];
  private byte[] spanS = new byte[256];
  private byte[] pitch = new byte[256];

  void add(long shingle, double fromS, double toS, int firstPitch) {
    if (size == hash.length) {
      hash = Arrays.copyOf(hash, 2 * size);
      onsetS = Arrays.copyOf(onsetS, 2 * size);
      spanS = Arrays.copyOf(spanS, 2 * size);
      pitch = Arrays.copyOf(pitch, 2 * size);
    }
    hash[size] = shingle;
    onsetS[size] = (float) fromS;
    spanS[size] = (byte) Math.min(255, Math.round((toS - fromS) * 10));
    pitch[size] = (byte) firstPitch;
    size++;
  }

  /** The occurrences, each (time, hash) once. */
  Shingles shingles() {
    if (size == 0) {
      return Shingles.NONE;
    }
    int[] order = order();
    int places = 0;
    long[] hashes = new long[size];
    for (int i = 0; i < size; i++) {
      int at = order[i];
      boolean repeats =
          i > 0 && hash[at] == hash[order[i - 1]] && onsetS[at] == onsetS[order[i - 1]];
      if (!repeats) {
        order[places] = at;
        hashes[places] = hash[at];
        places++;
      }
    }
    long[] sorted = Arrays.copyOf(hashes, places);
    Arrays.sort(sorted);
    long[] frequent = frequent(sorted);
    int kept = 0;
    for (int i = 0; i < places; i++) {
      if (frequent.length == 0 || Arrays.binarySearch(frequent, hashes[i]) < 0) {
        order[kept] = order[i];
        kept++;
      }
    }
    return picked(order, kept, frequent);
  }

  /** By time, at one time by hash; times are not negative, so their bits sort as they do. */
  private int[] order() {
    long[] keys = new long[size];
    for (int i = 0; i < size; i++) {
      keys[i] = (long) Float.floatToIntBits(onsetS[i] + 0f) << 32 | i;
    }
    Arrays.sort(keys);
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = (int) keys[i];
      int j = i;
      while (j > 0
          && keys[j - 1] >> 32 == keys[i] >> 32
          && hash[order[j - 1]] > hash[(int) keys[i]]) {
        order[j] = order[j - 1];
        j--;
      }
      order[j] = (int) keys[i];
    }
    return order;
  }

  private static long[] frequent(long[] sorted) {
    long[] found = new long[sorted.length / (Shingles.MOST_OCCURRENCES + 1)];
    int count = 0;
    for (int i = 0; i + Shingles.MOST_OCCURRENCES < sorted.length; i++) {
      boolean isFirst = i == 0 || sorted[i] != sorted[i - 1];
      if (isFirst && sorted[i] == sorted[i + Shingles.MOST_OCCURRENCES]) {
        found[count] = sorted[i];
        count++;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private Shingles picked(int[] order, int kept, long[] frequent) {
    Shingles shingles =
        new Shingles(new long[kept], new float[kept], new byte[kept], new byte[kept], frequent);
    for (int i = 0; i < kept; i++) {
      shingles.hash()[i] = hash[order[i]];
      shingles.onsetS()[i] = onsetS[order[i]];
      shingles.spanS()[i] = spanS[order[i]];
      shingles.pitch()[i] = pitch[order[i]];
    }
    return shingles;
  }
}
