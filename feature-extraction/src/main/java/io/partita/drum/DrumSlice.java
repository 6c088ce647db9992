package io.partita.drum;

import io.partita.grid.SliceHash;

/**
 * Some bars of drums.
 *
 * @param piece index of its piece in the file, from 0
 * @param startStep first step from the piece's start, the beginning of a bar
 * @param steps [step] the drum classes hit, see {@link DrumClass#bit}; 0 is silence
 */
@SuppressWarnings("ArrayRecordComponent") // slices are compared by their hashes
public record DrumSlice(int piece, long startStep, int[] steps) {
  /** Hits of all classes in all steps. */
  public int hits() {
    int hits = 0;
    for (int mask : steps) {
      hits += Integer.bitCount(mask);
    }
    return hits;
  }

  /**
   * The SHA-256 over the steps, each as a big-endian 16-bit integer: alike for equal steps,
   * wherever they stand.
   *
   * @return 64 hexadecimal digits in lower case
   */
  public String hash() {
    return SliceHash.of(steps);
  }
}
