package io.partita.kind.rvq;

import io.partita.codec.NearestEntry;
import java.io.Serializable;

/** What one step of Lloyd's algorithm adds up: frames and their numbers by their nearest entry. */
final class LloydSums implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int dimension;
  private final long[] counts;
  private final long[] sums;
  private long squares;

  LloydSums(int entries, int dimension) {
    this.dimension = dimension;
    this.counts = new long[entries];
    this.sums = new long[entries * dimension];
  }

  void add(FrameRows rows, NearestEntry nearest) {
    float[] values = rows.values();
    for (int row = 0; row < rows.count(); row++) {
      int from = row * dimension;
      int entry = nearest.find(values, from);
      counts[entry]++;
      squares += FixedPoint.of(nearest.squaredDistance());
      for (int i = 0; i < dimension; i++) {
        sums[entry * dimension + i] += FixedPoint.of(values[from + i]);
      }
    }
  }

  /** Adds another's to these. */
  LloydSums plus(LloydSums other) {
    squares += other.squares;
    for (int entry = 0; entry < counts.length; entry++) {
      counts[entry] += other.counts[entry];
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.sums[i];
    }
    return this;
  }

  /** Squared distances of all frames from their nearest entries. */
  double squares() {
    return FixedPoint.value(squares);
  }

  boolean isDead(int entry) {
    return counts[entry] == 0;
  }

  /** Writes the mean of the frames of an entry. */
  void mean(int entry, float[] into) {
    for (int i = entry * dimension; i < (entry + 1) * dimension; i++) {
      into[i] = (float) (FixedPoint.value(sums[i]) / counts[entry]);
    }
  }
}
