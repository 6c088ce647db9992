package io.partita.midi;

import java.util.Arrays;

/** Stable merging of ascending runs, without objects: tracks are runs already sorted by tick. */
final class RunMerge {
  private RunMerge() {}

  /**
   * Merges neighbouring runs until one is left.
   *
   * @param order indices into {@code key}, ascending by key within each run; may be overwritten
   * @param runStart where each run begins in {@code order}, and after the last where it ends; may
   *     be overwritten
   * @param runs number of runs
   * @return the indices ascending by key; at equal keys those of earlier runs first
   */
  static int[] merge(int[] order, int[] runStart, int runs, long[] key) {
    int[] from = order;
    int[] to = runs > 1 ? new int[order.length] : null;
    int count = runs;
    while (count > 1) {
      int merged = 0;
      for (int run = 0; run < count; run += 2) {
        int start = runStart[run];
        int middle = runStart[run + 1];
        int end = run + 2 <= count ? runStart[run + 2] : middle;
        mergeTwo(from, start, middle, end, to, key);
        runStart[merged++] = start;
      }
      runStart[merged] = runStart[count];
      count = merged;
      int[] swap = from;
      from = to;
      to = swap;
    }
    return from;
  }

  private static void mergeTwo(int[] from, int start, int middle, int end, int[] to, long[] key) {
    if (start == middle || middle == end || key[from[middle - 1]] <= key[from[middle]]) {
      System.arraycopy(from, start, to, start, end - start);
      return;
    }
    int left = start;
    int right = middle;
    int out = start;
    long leftKey = key[from[left]];
    long rightKey = key[from[right]];
    while (true) {
      if (leftKey <= rightKey) {
        to[out++] = from[left++];
        if (left == middle) {
          System.arraycopy(from, right, to, out, end - right);
          return;
        }
        leftKey = key[from[left]];
      } else {
        to[out++] = from[right++];
        if (right == end) {
          System.arraycopy(from, left, to, out, middle - left);
          return;
        }
        rightKey = key[from[right]];
      }
    }
  }

  /** The order 0, 1, 2 … of what needs none. */
  static int[] identity(int size) {
    int[] order = new int[size];
    Arrays.setAll(order, i -> i);
    return order;
  }
}
