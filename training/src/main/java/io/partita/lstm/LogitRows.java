package io.partita.lstm;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Rows of an array [rows, classes] one at a time, as doubles. */
public final class LogitRows {
  private final INDArray array;
  private final FloatMatrix floats;
  private final double[] all;
  private final float[] single;
  private final double[] row;

  /** Writes go to the array only if it lies in c order without gaps. */
  public LogitRows(INDArray array) {
    this.array = StepMajor.contiguous(array);
    this.floats = FloatMatrix.serves(array.dataType()) ? FloatMatrix.of(this.array) : null;
    this.all = floats == null ? Doubles.of(this.array) : null;
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

  void write(int number, double[] values) {
    if (floats == null) {
      for (int k = 0; k < values.length; k++) {
        array.data().put((long) number * values.length + k, values[k]);
      }
      return;
    }
    for (int k = 0; k < values.length; k++) {
      single[k] = (float) values[k];
    }
    floats.write(number * values.length, single, 0, values.length);
  }
}
