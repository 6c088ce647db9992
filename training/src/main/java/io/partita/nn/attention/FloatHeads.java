package io.partita.nn.attention;

import io.partita.nn.blas.FloatBlock;
import io.partita.nn.blas.FloatExp;
import io.partita.nn.blas.FloatMatrix;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The heads of an attention in 32-bit numbers on a CPU, one of one sequence at a time: its logits,
 * steps² numbers, are all that is kept of them, and are computed again on the way back. OpenBLAS
 * multiplies; the softmax of a row is a plain loop over the steps so far. Long sequences go some
 * rows at a time, which read the steps up to the last of them alone.
 */
final class FloatHeads implements BlockArithmetic.Heads {
  /** Steps up to which all rows are multiplied at once, and rows at once beyond. */
  private static final int SHORT = 128;

  private static final int ROWS = 64;

  private final int batch;
  private final int steps;

  /** Rows at once. */
  private final int rows;

  private final int size;
  private final int heads;
  private final int lags;

  /** Whether a step reads those after it, too. */
  private final boolean both;

  private final float scale;

  /**
   * By head, [steps] each: what is added to the logit of the step so far back, the last first;
   * then, where a step reads those after it, the same of the step so far ahead, the next first.
   */
  private final float[][] biases;

  /** Of all heads beside each other; a matrix of its own for each, as {@link FloatBlock} asks. */
  private final FloatMatrix q;

  private final FloatMatrix k;
  private final FloatMatrix v;

  /** Logits, then probabilities, [steps, steps]; here and on the heap. */
  private final FloatMatrix square;

  private final float[] values;

  /**
   * @param bias null for none
   * @param both whether a step reads those after it, too
   */
  FloatHeads(INDArray qkv, int heads, INDArray bias, boolean both) {
    this.both = both;
    this.batch = (int) qkv.size(0);
    this.steps = (int) qkv.size(1);
    this.rows = steps <= SHORT ? steps : ROWS;
    this.heads = heads;
    this.size = (int) qkv.size(2) / 3 / heads;
    this.lags = bias == null ? 1 : (int) bias.size(1);
    this.scale = (float) (1 / Math.sqrt(size));
    this.q = FloatMatrix.of(qkv);
    this.k = FloatMatrix.of(qkv);
    this.v = FloatMatrix.of(qkv);
    this.square = square();
    this.values = new float[steps * steps];
    this.biases = new float[heads][lagsOfRow()];
    if (bias != null) {
      readBiases(bias);
    }
  }

  private void readBiases(INDArray of) {
    float[] byLag = new float[heads * lags];
    FloatMatrix.of(of).read(0, byLag, 0, byLag.length);
    for (int head = 0; head < heads; head++) {
      for (int lag = 0; lag < steps; lag++) {
        float bias = byLag[head * lags + Math.min(lag, lags - 1)];
        biases[head][steps - 1 - lag] = bias;
        if (both) {
          biases[head][steps - 1 + lag] = bias;
        }
      }
    }
  }

  private int lagsOfRow() {
    return both ? 2 * steps - 1 : steps;
  }

  /** Steps that those until one read together. */
  private int read(int end) {
    return both ? steps : end;
  }

  private FloatMatrix square() {
    return FloatMatrix.of(Nd4j.createUninitialized(DataType.FLOAT, new long[] {steps, steps}, 'c'));
  }

  /** Of a square the rows from one on, with the columns that they read. */
  private FloatBlock rows(FloatMatrix of, int first) {
    int end = Math.min(steps, first + rows);
    return new FloatBlock(of, first * steps, end - first, read(end));
  }

  /**
   * What a head has of some steps of a sequence: of q, k and v, the first, second and third part.
   */
  private FloatBlock block(FloatMatrix of, int part, int sequence, int head, int from, int end) {
    int first = (sequence * steps + from) * of.columns() + (part * heads + head) * size;
    return new FloatBlock(of, first, end - from, size);
  }

  @Override
  public void attend(INDArray context) {
    FloatMatrix found = FloatMatrix.of(context);
    for (int sequence = 0; sequence < batch; sequence++) {
      for (int head = 0; head < heads; head++) {
        for (int first = 0; first < steps; first += rows) {
          int end = Math.min(steps, first + rows);
          probabilities(sequence, head, first, end);
          block(found, 0, sequence, head, first, end)
              .multiply(
                  1,
                  rows(square, first),
                  false,
                  block(v, 2, sequence, head, 0, read(end)),
                  false,
                  false);
        }
      }
    }
  }

  /** Those of the steps from the first until the end. */
  private void probabilities(int sequence, int head, int first, int end) {
    rows(square, first)
        .multiply(
            scale,
            block(q, 0, sequence, head, first, end),
            false,
            block(k, 1, sequence, head, 0, read(end)),
            true,
            false);
    int place = first * steps;
    square.read(place, values, place, (end - first) * steps);
    for (int t = first; t < end; t++) {
      int count = read(t + 1);
      softmax(values, t * steps, count, biases[head], steps - 1 - t);
      Arrays.fill(values, t * steps + count, t * steps + read(end), 0);
    }
    square.write(place, values, place, (end - first) * steps);
  }

  private static void softmax(float[] x, int first, int count, float[] bias, int firstOfBias) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int s = 0; s < count; s++) {
      float logit = x[first + s] + bias[firstOfBias + s];
      x[first + s] = logit;
      largest = logit > largest ? logit : largest; // Math.max asks for NaN and -0 each time
    }
    float sum = 0;
    for (int s = first; s < first + count; s++) {
      float power = FloatExp.ofNegative(x[s] - largest);
      x[s] = power;
      sum += power;
    }
    float share = 1 / sum;
    for (int s = first; s < first + count; s++) {
      x[s] *= share;
    }
  }

  @Override
  public void attendBack(INDArray above, INDArray ofQkv, INDArray ofBias) {
    FloatMatrix ofContext = FloatMatrix.of(above);
    FloatMatrix gradients = FloatMatrix.of(ofQkv);
    FloatMatrix ofSquare = square();
    float[] g = new float[steps * steps];
    double[] byLag = new double[heads * lags];
    float[] sums = new float[lagsOfRow()];
    for (int head = 0; head < heads; head++) {
      for (int sequence = 0; sequence < batch; sequence++) {
        Arrays.fill(sums, 0);
        // The last rows first: they fill what the others add to.
        for (int first = (steps - 1) / rows * rows; first >= 0; first -= rows) {
          int end = Math.min(steps, first + rows);
          boolean add = end < steps;
          probabilities(sequence, head, first, end);
          FloatBlock up = block(ofContext, 0, sequence, head, first, end);
          rows(ofSquare, first)
              .multiply(1, up, false, block(v, 2, sequence, head, 0, read(end)), true, false);
          block(gradients, 2, sequence, head, 0, read(end))
              .multiply(1, rows(square, first), true, up, false, add);
          int place = first * steps;
          ofSquare.read(place, g, place, (end - first) * steps);
          for (int t = first; t < end; t++) {
            int count = read(t + 1);
            ofLogits(values, g, t * steps, count);
            Arrays.fill(g, t * steps + count, t * steps + read(end), 0);
            add(g, t * steps, count, sums, steps - 1 - t);
          }
          ofSquare.write(place, g, place, (end - first) * steps);
          block(gradients, 0, sequence, head, first, end)
              .multiply(
                  scale,
                  rows(ofSquare, first),
                  false,
                  block(k, 1, sequence, head, 0, read(end)),
                  false,
                  false);
          block(gradients, 1, sequence, head, 0, read(end))
              .multiply(
                  scale,
                  rows(ofSquare, first),
                  true,
                  block(q, 0, sequence, head, first, end),
                  false,
                  add);
        }
        for (int lag = 0; lag < steps; lag++) {
          int place = head * lags + Math.min(lag, lags - 1);
          byLag[place] += sums[steps - 1 - lag];
          if (both && lag > 0) {
            byLag[place] += sums[steps - 1 + lag];
          }
        }
      }
    }
    if (ofBias != null) {
      write(byLag, ofBias);
    }
  }

  private static void write(double[] byLag, INDArray ofBias) {
    float[] rounded = new float[byLag.length];
    for (int place = 0; place < rounded.length; place++) {
      rounded[place] = (float) byLag[place];
    }
    FloatMatrix.of(ofBias).write(0, rounded, 0, rounded.length);
  }

  /** From the gradients of a row's probabilities to those of its logits. */
  private static void ofLogits(float[] p, float[] g, int first, int count) {
    float along = 0;
    for (int s = first; s < first + count; s++) {
      along += p[s] * g[s];
    }
    for (int s = first; s < first + count; s++) {
      g[s] = p[s] * (g[s] - along);
    }
  }

  private static void add(float[] from, int first, int count, float[] to, int firstTo) {
    for (int s = 0; s < count; s++) {
      to[firstTo + s] += from[first + s];
    }
  }
}
