package io.partita.nn.loss;

import io.partita.nn.blas.Dense;
import io.partita.nn.blas.Doubles;
import io.partita.nn.blas.FloatMatrix;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Rows of an array [rows, classes] one at a time, as doubles. */
public final class LogitRows {
  private final FloatMatrix floats;
  private final double[] all;
  private final float[] single;
  private final double[] row;

  public LogitRows(INDArray array) {
    INDArray dense = Dense.of(array);
    this.floats = FloatMatrix.serves(array.dataType()) ? FloatMatrix.of(dense) : null;
    this.all = floats == null ? Doubles.of(dense) : null;
    this.row = new double[(int) array.size(1)];
    this.single = new float[row.length];
  }

  /** The row, valid until the next one is read; may be changed. */
  public double[] read(int number) {
    if (floats == null) {
      System.arraycopy(all, number * row.length, row, 0, row.length);
      return row;
    }
    floats.read(number * row.length, single, 0, row.length);
    for (int k = 0; k < row.length; k++) {
      row[k] = single[k];
    }
    return row;
  }

  /** Of {@link FloatMatrix} only, and an array that is in c order without gaps. */
  void write(int number, double[] values) {
    for (int k = 0; k < values.length; k++) {
      single[k] = (float) values[k];
    }
    floats.write(number * values.length, single, 0, values.length);
  }
}
