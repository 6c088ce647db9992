package io.partita.msd;

import java.io.Serializable;

/**
 * Rows of a summary file that one reader takes.
 *
 * @param start the first row, from 0
 * @param end the row after the last
 */
public record RowRange(int start, int end) implements Serializable {
  public RowRange {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException(
          "Expected 0 ≤ start ≤ end, got %,d and %,d".formatted(start, end));
    }
  }

  public int rows() {
    return end - start;
  }
}
