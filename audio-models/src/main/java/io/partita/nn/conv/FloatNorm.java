package io.partita.nn.conv;

import io.partita.nn.blas.FloatMatrix;
import io.partita.nn.blas.Sums;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Normalisation in 32-bit numbers on a CPU: a group of an example at a time is copied to the heap,
 * where the JIT compiler vectorises the loops, and back.
 */
final class FloatNorm implements NormArithmetic {
  private final int groups;
  private final int channels;
  private final int positions;
  private final float slope;

  /**
   * @param positions of a channel: length, or height · width
   */
  FloatNorm(NormVertex config, int positions) {
    this.groups = config.groups;
    this.channels = config.channels / groups;
    this.positions = positions;
    this.slope = (float) config.slope;
  }

  @Override
  public void forward(INDArray x, INDArray gamma, INDArray beta, Moments moments, INDArray y) {
    FloatMatrix from = FloatMatrix.of(x);
    FloatMatrix to = FloatMatrix.of(y);
    float[] gammas = values(gamma);
    float[] betas = values(beta);
    float[] values = new float[channels * positions];
    for (int group = 0; group < moments.mean().length; group++) {
      from.read(group * values.length, values, 0, values.length);
      double mean = Sums.of(values, 0, values.length) / values.length;
      double variance = Sums.ofSquares(values, (float) mean, 0, values.length) / values.length;
      double scale = 1 / Math.sqrt(variance + NormVertex.EPSILON);
      moments.mean()[group] = mean;
      moments.scale()[group] = scale;
      for (int k = 0; k < channels; k++) {
        int channel = group % groups * channels + k;
        float ofChannel = (float) (gammas[channel] * scale);
        scale(values, k * positions, positions, (float) mean, ofChannel, betas[channel], slope);
      }
      to.write(group * values.length, values, 0, values.length);
    }
  }

  @Override
  public void backward(
      INDArray x,
      INDArray gamma,
      INDArray beta,
      Moments moments,
      INDArray above,
      INDArray ofX,
      INDArray ofGamma,
      INDArray ofBeta) {
    FloatMatrix from = FloatMatrix.of(x);
    FloatMatrix fromAbove = FloatMatrix.of(above);
    FloatMatrix to = FloatMatrix.of(ofX);
    float[] gammas = values(gamma);
    float[] betas = values(beta);
    double[] gammaSums = new double[gammas.length];
    double[] betaSums = new double[gammas.length];
    float[] values = new float[channels * positions];
    float[] g = new float[values.length];
    for (int group = 0; group < moments.mean().length; group++) {
      from.read(group * values.length, values, 0, values.length);
      fromAbove.read(group * values.length, g, 0, values.length);
      float mean = (float) moments.mean()[group];
      double scale = moments.scale()[group];
      double alongMean = 0;
      double alongScale = 0;
      for (int k = 0; k < channels; k++) {
        int channel = group % groups * channels + k;
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
      alongMean /= values.length;
      alongScale /= values.length;
      for (int k = 0; k < channels; k++) {
        float ofChannel = gammas[group % groups * channels + k];
        float constant = (float) alongMean;
        float ofValue = (float) (alongScale * scale);
        back(
            g, values, k * positions, positions, mean, ofChannel, constant, ofValue, (float) scale);
      }
      to.write(group * values.length, g, 0, values.length);
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
