package io.partita.codec;

import java.util.Arrays;

/**
 * Finds the nearest entry of one codebook by squared Euclidean distance in float32, each summed
 * from the first number to the last, so that the answer is that of the plain loop. The lower entry
 * wins a tie. Not for several threads.
 */
public final class NearestEntry {
  private final int entries;
  private final int dimension;

  /** [dimension][entries]: distances to all entries grow side by side, in vector registers. */
  private final float[][] columns;

  private final float[] distances;
  private float distance;

  /**
   * @param values [entries][dimension]
   */
  public NearestEntry(float[] values, int entries, int dimension) {
    this.entries = entries;
    this.dimension = dimension;
    this.columns = new float[dimension][entries];
    this.distances = new float[entries];
    for (int entry = 0; entry < entries; entry++) {
      for (int i = 0; i < dimension; i++) {
        columns[i][entry] = values[entry * dimension + i];
      }
    }
  }

  /**
   * The nearest entry to a frame.
   *
   * @param frames where the frame is, {@code dimension} numbers from an index on
   * @throws IllegalArgumentException where no distance is finite
   */
  public int find(float[] frames, int from) {
    Arrays.fill(distances, 0);
    int i = 0;
    for (; i + 4 <= dimension; i += 4) {
      addFour(
          distances,
          columns[i],
          columns[i + 1],
          columns[i + 2],
          columns[i + 3],
          frames[from + i],
          frames[from + i + 1],
          frames[from + i + 2],
          frames[from + i + 3]);
    }
    for (; i < dimension; i++) {
      addOne(distances, columns[i], frames[from + i]);
    }
    int best = -1;
    float least = Float.POSITIVE_INFINITY;
    for (int entry = 0; entry < entries; entry++) {
      if (distances[entry] < least) {
        least = distances[entry];
        best = entry;
      }
    }
    if (best < 0) {
      throw new IllegalArgumentException("A frame has numbers that are not finite, or too large");
    }
    distance = least;
    return best;
  }

  /** The squared distance of the entry found last. */
  public float squaredDistance() {
    return distance;
  }

  private static void addFour(
      float[] sums,
      float[] a,
      float[] b,
      float[] c,
      float[] d,
      float x,
      float y,
      float z,
      float w) {
    for (int k = 0; k < sums.length; k++) {
      float p = a[k] - x;
      float q = b[k] - y;
      float r = c[k] - z;
      float s = d[k] - w;
      sums[k] = sums[k] + p * p + q * q + r * r + s * s;
    }
  }

  private static void addOne(float[] sums, float[] a, float x) {
    for (int k = 0; k < sums.length; k++) {
      float p = a[k] - x;
      sums[k] = sums[k] + p * p;
    }
  }
}
