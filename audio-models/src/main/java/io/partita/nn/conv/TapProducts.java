package io.partita.nn.conv;

import io.partita.nn.blas.FloatMatrix;
import io.partita.nn.blas.FloatMatrix.Part;

/**
 * The products of a convolution, by OpenBLAS: one for each tap, whose columns on the wide side
 * begin some later than those on the narrow one. All add to what is there.
 *
 * <p>No sum of a product is longer than {@link #DEPTH}: OpenBLAS then adds in the same order
 * whatever its number of threads.
 */
final class TapProducts {
  private static final int DEPTH = 256;

  private final Correlation sizes;
  private final TapWeights order;
  private final int rows;

  TapProducts(Correlation sizes, TapWeights order) {
    this.sizes = sizes;
    this.order = order;
    this.rows = WideSide.rows(sizes);
  }

  /** What is multiplied for one tap. */
  private interface Product {
    /**
     * @param first column of the narrow side that the tap meets
     * @param columns that it meets from there on
     * @param offset of the wide side's columns
     */
    void add(int tap, int first, int columns, int offset);
  }

  /** Leaves out taps that meet nothing but padding. */
  private void eachTap(Side narrow, Side wide, Product product) {
    for (int tap = 0; tap < order.taps(); tap++) {
      int offset = WideSide.offset(sizes, tap);
      int first = Math.max(0, -offset);
      int columns = Math.min(narrow.columns(), wide.columns() - offset) - first;
      if (order.isUsed(tap) && columns > 0) {
        product.add(tap, first, columns, offset);
      }
    }
  }

  /** narrow += weights · wide. */
  void addNarrow(FloatMatrix weights, Side wide, Side narrow) {
    eachTap(
        narrow,
        wide,
        (tap, first, columns, offset) -> {
          for (int row = 0; row < rows; row += DEPTH) {
            FloatMatrix.product(
                sizes.narrowChannels(),
                columns,
                Math.min(DEPTH, rows - row),
                new Part(weights, order.first(tap) + row, rows, false),
                wide.from(row, first + offset, false),
                true,
                narrow.from(0, first, false));
          }
        });
  }

  /** wide += weights, transposed, · narrow. */
  void addWide(FloatMatrix weights, Side narrow, Side wide) {
    eachTap(
        narrow,
        wide,
        (tap, first, columns, offset) -> {
          for (int row = 0; row < sizes.narrowChannels(); row += DEPTH) {
            FloatMatrix.product(
                rows,
                columns,
                Math.min(DEPTH, sizes.narrowChannels() - row),
                new Part(weights, order.first(tap) + row * rows, rows, true),
                narrow.from(row, first, false),
                true,
                wide.from(0, first + offset, false));
          }
        });
  }

  /** weights += narrow · wide, transposed. */
  void addWeights(Side narrow, Side wide, FloatMatrix weights) {
    eachTap(
        narrow,
        wide,
        (tap, first, columns, offset) -> {
          for (int column = first; column < first + columns; column += DEPTH) {
            FloatMatrix.product(
                sizes.narrowChannels(),
                rows,
                Math.min(DEPTH, first + columns - column),
                narrow.from(0, column, false),
                wide.from(0, column + offset, true),
                true,
                new Part(weights, order.first(tap), rows, false));
          }
        });
  }
}
