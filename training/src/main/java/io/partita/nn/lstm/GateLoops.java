package io.partita.nn.lstm;

import io.partita.nn.blas.FloatMatrix;
import io.partita.nn.blas.FloatTanh;

/**
 * The cells of one step of an LSTM, forwards and backwards, on arrays [batch, units]. Every loop
 * writes few arrays and reads none at two offsets: so the JIT compiler vectorises it.
 */
final class GateLoops {
  private final int batch;
  private final int units;

  /** The four gates, and on the way back the gradients before their activation. */
  private final float[] inputGate;

  private final float[] forgetGate;
  private final float[] candidate;
  private final float[] outputGate;

  /** h; on the way back its gradient. */
  final float[] hidden;

  /** c after the step. */
  final float[] cell;

  /** c before the step; read on the way back only. */
  final float[] cellBefore;

  /** The gradient of c, after {@link #backward} that of c before the step. */
  final float[] cellGradient;

  /** The gradient of h that comes from the layers above. */
  final float[] above;

  private final float[] tanhCell;

  GateLoops(int batch, int units) {
    this.batch = batch;
    this.units = units;
    int size = batch * units;
    inputGate = new float[size];
    forgetGate = new float[size];
    candidate = new float[size];
    outputGate = new float[size];
    hidden = new float[size];
    cell = new float[size];
    cellBefore = new float[size];
    cellGradient = new float[size];
    above = new float[size];
    tanhCell = new float[size];
  }

  /** Takes the four gates of a step out of rows [batch, 4·units]. */
  void readGates(FloatMatrix gates, int firstRow) {
    for (int row = 0; row < batch; row++) {
      int from = (firstRow + row) * 4 * units;
      int to = row * units;
      gates.read(from, inputGate, to, units);
      gates.read(from + units, forgetGate, to, units);
      gates.read(from + 2 * units, candidate, to, units);
      gates.read(from + 3 * units, outputGate, to, units);
    }
  }

  /** Puts them back. */
  void writeGates(FloatMatrix gates, int firstRow) {
    for (int row = 0; row < batch; row++) {
      int to = (firstRow + row) * 4 * units;
      int from = row * units;
      gates.write(to, inputGate, from, units);
      gates.write(to + units, forgetGate, from, units);
      gates.write(to + 2 * units, candidate, from, units);
      gates.write(to + 3 * units, outputGate, from, units);
    }
  }

  /**
   * Makes the gates a product, or adds it to them.
   *
   * @param product [4·units, batch]
   */
  void takeAcross(float[] product, boolean add) {
    int gate = units * batch;
    takeAcross(product, 0, inputGate, add);
    takeAcross(product, gate, forgetGate, add);
    takeAcross(product, 2 * gate, candidate, add);
    takeAcross(product, 3 * gate, outputGate, add);
  }

  /** Makes h, or its gradient, a product [units, batch]. */
  void takeHiddenAcross(float[] product) {
    takeAcross(product, 0, hidden, false);
  }

  private void takeAcross(float[] product, int first, float[] into, boolean add) {
    for (int unit = 0; unit < units; unit++) {
      int from = first + unit * batch;
      for (int row = 0; row < batch; row++) {
        int to = row * units + unit;
        into[to] = add ? into[to] + product[from + row] : product[from + row];
      }
    }
  }

  /**
   * Adds to each row of the gates a row of a table.
   *
   * @param table [rows, 4·units]
   * @param rows numbers of rows of the table, from the position first on; null: all take row 0
   */
  void addProjection(float[] table, int[] rows, int first) {
    for (int row = 0; row < batch; row++) {
      int from = rows == null ? 0 : rows[first + row] * 4 * units;
      int to = row * units;
      add(table, from, inputGate, to, units);
      add(table, from + units, forgetGate, to, units);
      add(table, from + 2 * units, candidate, to, units);
      add(table, from + 3 * units, outputGate, to, units);
    }
  }

  /** Adds each row of the gates to a row of a table: {@link #addProjection} on the way back. */
  void addToProjection(float[] table, int[] rows, int first) {
    for (int row = 0; row < batch; row++) {
      int to = rows == null ? 0 : rows[first + row] * 4 * units;
      int from = row * units;
      add(inputGate, from, table, to, units);
      add(forgetGate, from, table, to + units, units);
      add(candidate, from, table, to + 2 * units, units);
      add(outputGate, from, table, to + 3 * units, units);
    }
  }

  void forward() {
    sigmoid(inputGate);
    sigmoid(forgetGate);
    tanh(candidate, candidate);
    sigmoid(outputGate);
    nextCell(inputGate, forgetGate, candidate, cell);
    tanh(cell, tanhCell);
    multiply(outputGate, tanhCell, hidden);
  }

  void addAbove() {
    add(above, 0, hidden, 0, above.length);
  }

  void backward() {
    tanh(cell, tanhCell);
    cellGradient(hidden, outputGate, tanhCell, cellGradient);
    outputGradient(hidden, tanhCell, outputGate);
    inputAndCandidateGradients(cellGradient, inputGate, candidate);
    forgetGradient(cellGradient, cellBefore, forgetGate);
  }

  private static void add(float[] from, int firstFrom, float[] to, int firstTo, int length) {
    for (int k = 0; k < length; k++) {
      to[firstTo + k] += from[firstFrom + k];
    }
  }

  private static void sigmoid(float[] x) {
    for (int k = 0; k < x.length; k++) {
      x[k] = 0.5f + 0.5f * FloatTanh.of(0.5f * x[k]);
    }
  }

  private static void tanh(float[] x, float[] into) {
    for (int k = 0; k < x.length; k++) {
      into[k] = FloatTanh.of(x[k]);
    }
  }

  private static void nextCell(float[] i, float[] f, float[] z, float[] c) {
    for (int k = 0; k < c.length; k++) {
      c[k] = f[k] * c[k] + i[k] * z[k];
    }
  }

  private static void multiply(float[] a, float[] b, float[] into) {
    for (int k = 0; k < into.length; k++) {
      into[k] = a[k] * b[k];
    }
  }

  private static void cellGradient(float[] dh, float[] o, float[] tanhCell, float[] dc) {
    for (int k = 0; k < dc.length; k++) {
      dc[k] += dh[k] * o[k] * (1 - tanhCell[k] * tanhCell[k]);
    }
  }

  private static void outputGradient(float[] dh, float[] tanhCell, float[] o) {
    for (int k = 0; k < o.length; k++) {
      o[k] = dh[k] * tanhCell[k] * o[k] * (1 - o[k]);
    }
  }

  private static void inputAndCandidateGradients(float[] dc, float[] i, float[] z) {
    for (int k = 0; k < dc.length; k++) {
      float gate = i[k];
      float value = z[k];
      i[k] = dc[k] * value * gate * (1 - gate);
      z[k] = dc[k] * gate * (1 - value * value);
    }
  }

  private static void forgetGradient(float[] dc, float[] cellBefore, float[] f) {
    for (int k = 0; k < dc.length; k++) {
      float gate = f[k];
      f[k] = dc[k] * cellBefore[k] * gate * (1 - gate);
      dc[k] = dc[k] * gate;
    }
  }
}
