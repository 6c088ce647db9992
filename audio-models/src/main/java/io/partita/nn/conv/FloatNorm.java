package io.partita.nn.conv;

import io.partita.nn.blas.FloatMatrix;
import io.partita.nn.blas.Sums;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Normalisation in 32-bit numbers on a CPU: what is normalised together is copied to the heap,
 * where the JIT compiler vectorises the loops, and back.
 */
final class FloatNorm implements NormArithmetic {
  private final int groups;
  private final int channels;

  /** A channel of an example each, which are normalised together. */
  private final int planes;

  private final int positions;
  private final float slope;

  /**
   * @param positions of a channel: length, or height · width
   */
  FloatNorm(NormVertex config, int batch, int positions) {
    this.groups = config.groups;
    this.channels = config.channels;
    this.planes = groups == 0 ? batch : channels / groups;
    this.positions = positions;
    this.slope = (float) config.slope;
  }

  private int channel(int set, int plane) {
    return groups == 0 ? set : set % groups * planes + plane;
  }

  private void read(FloatMatrix from, int set, float[] values) {
    for (int plane = 0; plane < planes; plane++) {
      from.read(at(set, plane), values, plane * positions, positions);
    }
  }

  private void write(FloatMatrix to, int set, float[] values) {
    for (int plane = 0; plane < planes; plane++) {
      to.write(at(set, plane), values, plane * positions, positions);
    }
  }

  /** The first value of a plane. */
  private int at(int set, int plane) {
    return positions * (groups == 0 ? plane * channels + set : set * planes + plane);
  }

  @Override
  public void forward(INDArray x, Scaling by, INDArray y) {
    FloatMatrix from = FloatMatrix.of(x);
    FloatMatrix to = FloatMatrix.of(y);
    float[] gammas = values(by.gamma());
    float[] betas = values(by.beta());
    float[] values = new float[planes * positions];
    for (int set = 0; set < by.moments().mean().length; set++) {
      read(from, set, values);
      if (!by.areGiven()) {
        double mean = Sums.of(values, 0, values.length) / values.length;
        double variance = Sums.ofSquares(values, (float) mean, 0, values.length) / values.length;
        by.moments().mean()[set] = mean;
        by.moments().scale()[set] = 1 / Math.sqrt(variance + NormVertex.EPSILON);
      }
      float mean = (float) by.moments().mean()[set];
      for (int k = 0; k < planes; k++) {
        int channel = channel(set, k);
        float ofChannel = (float) (gammas[channel] * by.moments().scale()[set]);
        scale(values, k * positions, positions, mean, ofChannel, betas[channel], slope);
      }
      write(to, set, values);
    }
  }

  @Override
  public void backward(
      INDArray x, Scaling by, INDArray above, INDArray ofX, INDArray ofGamma, INDArray ofBeta) {
    FloatMatrix from = FloatMatrix.of(x);
    FloatMatrix fromAbove = FloatMatrix.of(above);
    FloatMatrix to = FloatMatrix.of(ofX);
    float[] gammas = values(by.gamma());
    float[] betas = values(by.beta());
    double[] gammaSums = new double[gammas.length];
    double[] betaSums = new double[gammas.length];
    float[] values = new float[planes * positions];
    float[] g = new float[values.length];
    for (int set = 0; set < by.moments().mean().length; set++) {
      read(from, set, values);
      read(fromAbove, set, g);
      float mean = (float) by.moments().mean()[set];
      double scale = by.moments().scale()[set];
      double alongMean = 0;
      double alongScale = 0;
      for (int k = 0; k < planes; k++) {
        int channel = channel(set, k);
        int first = k * positions;
        if (slope != 1) {
          float ofChannel = (float) (gammas[channel] * scale);
          rectify(values, g, first, positions, mean, ofChannel, betas[channel], slope);
        }
        double sum = Sums.of(g, first, positions);
        double product = Sums.ofProducts(g, values, mean, first, positions) * scale;
        betaSums[channel] += sum;
        gammaSums[channel] += product;
        alongMean += gammas[channel] * sum;
        alongScale += gammas[channel] * product;
      }
      double count = by.areGiven() ? Double.POSITIVE_INFINITY : values.length;
      alongMean /= count;
      alongScale /= count;
      for (int k = 0; k < planes; k++) {
        float ofChannel = gammas[channel(set, k)];
        float constant = (float) alongMean;
        float ofValue = (float) (alongScale * scale);
        back(
            g, values, k * positions, positions, mean, ofChannel, constant, ofValue, (float) scale);
      }
      write(to, set, g);
    }
    write(gammaSums, ofGamma);
    write(betaSums, ofBeta);
  }

  private static void scale(
      float[] x, int first, int count, float mean, float scale, float shift, float slope) {
    for (int k = first; k < first + count; k++) {
      float v = (x[k] - mean) * scale + shift;
      x[k] = Math.max(v, slope * v);
    }
  }

  /**
   * Multiplies g by 1 where the scaled x is above 0, else by the slope; without a branch, as a loop
   * with one is not vectorised.
   */
  private static void rectify(
      float[] x,
      float[] g,
      int first,
      int count,
      float mean,
      float scale,
      float shift,
      float slope) {
    for (int k = first; k < first + count; k++) {
      float v = (x[k] - mean) * scale + shift;
      float isAbove = Math.max(0f, Math.min(1f, v * Float.MAX_VALUE));
      g[k] = g[k] * (slope + (1 - slope) * isAbove);
    }
  }

  private static void back(
      float[] g,
      float[] x,
      int first,
      int count,
      float mean,
      float gamma,
      float constant,
      float ofValue,
      float scale) {
    for (int k = first; k < first + count; k++) {
      g[k] = (g[k] * gamma - constant - (x[k] - mean) * ofValue) * scale;
    }
  }

  private static float[] values(INDArray array) {
    float[] values = new float[(int) array.length()];
    FloatMatrix.of(array).read(0, values, 0, values.length);
    return values;
  }

  private static void write(double[] sums, INDArray to) {
    float[] rounded = new float[sums.length];
    for (int k = 0; k < sums.length; k++) {
      rounded[k] = (float) sums[k];
    }
    FloatMatrix.of(to).write(0, rounded, 0, rounded.length);
  }
}
