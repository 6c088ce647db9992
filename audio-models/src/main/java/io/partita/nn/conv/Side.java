package io.partita.nn.conv;

import io.partita.nn.blas.FloatMatrix;
import java.util.Arrays;

/**
 * One side of a convolution for a few examples at a time, as a matrix that products read or write:
 * a row for each channel (on the wide side, of each phase), a column for each position. It is in an
 * array itself where that has the same order, else in a buffer.
 */
abstract class Side {
  private FloatMatrix memory;
  private int first;
  private int columns;

  /** Where the rows are, that the next product is about. */
  final void lie(FloatMatrix in, int firstValue, int columnsOfRow) {
    memory = in;
    first = firstValue;
    columns = columnsOfRow;
  }

  /** The rows from one on, each from a column on. */
  final FloatMatrix.Part from(int row, int column, boolean transposed) {
    return new FloatMatrix.Part(memory, row(row) + column, columns, transposed);
  }

  /** The index in memory of a row's first value. */
  final int row(int number) {
    return first + number * columns;
  }

  /** Columns of a row; the next row follows at once. */
  final int columns() {
    return columns;
  }

  /**
   * Takes examples out of an array.
   *
   * @param example the first one
   * @param count at most as many as there is room for
   */
  abstract void read(FloatMatrix array, int example, int count);

  /**
   * Makes room for examples of an array, to which products are then added.
   *
   * @param ofChannels what each channel is before
   */
  abstract void begin(FloatMatrix array, int example, int count, float[] ofChannels);

  /** Puts the examples into the array that {@link #begin} was about. */
  abstract void finish();

  /** Fills rows, of each channel its own value. */
  final void fill(float[] ofChannels, int rows) {
    float[] row = new float[columns];
    for (int number = 0; number < rows; number++) {
      Arrays.fill(row, ofChannels[number % ofChannels.length]);
      memory.write(row(number), row, 0, columns);
    }
  }
}
