package io.partita.nn.conv;

import io.partita.nn.vertex.ValuesVertex;
import java.util.Arrays;

/**
 * A wave and how loud it is at each moment: y = tanh(wave) · level(loudness), where level(u) = 2 ·
 * sigmoid(u)^2.3 + 1e-7 (Engel et al., "DDSP: Differentiable Digital Signal Processing", 2020,
 * appendix B.5).
 *
 * <p>Inputs: the wave, [batch, channels, length]; the loudness of all channels, [batch, 1, length].
 * Output: [batch, channels, length].
 */
public final class LoudnessVertex extends ValuesVertex {
  private static final double EXPONENT = 2.3;
  private static final double LEAST = 1e-7;

  public LoudnessVertex() {
    super(2);
  }

  static double level(double u) {
    return 2 * Math.pow(sigmoid(u), EXPONENT) + LEAST;
  }

  /** What the level grows by at u. */
  static double slope(double u) {
    return (level(u) - LEAST) * EXPONENT * (1 - sigmoid(u));
  }

  private static double sigmoid(double u) {
    return 1 / (1 + Math.exp(-u));
  }

  /** The place of a wave's value in the loudness. */
  private static int loud(Inputs inputs, int k) {
    int channels = inputs.size(0, 1);
    int length = inputs.size(0, 2);
    return k / (channels * length) * length + k % length;
  }

  private static double[] levels(double[] loudness) {
    return Arrays.stream(loudness).map(LoudnessVertex::level).toArray();
  }

  @Override
  protected double[] output(Inputs inputs) {
    double[] y = inputs.values(0);
    double[] levels = levels(inputs.values(1));
    for (int k = 0; k < y.length; k++) {
      y[k] = Math.tanh(y[k]) * levels[loud(inputs, k)];
    }
    return y;
  }

  @Override
  protected double[][] gradients(Inputs inputs, double[] above) {
    double[] wave = inputs.values(0);
    double[] loudness = inputs.values(1);
    double[] levels = levels(loudness);
    double[] ofLoudness = new double[loudness.length];
    for (int k = 0; k < wave.length; k++) {
      double tanh = Math.tanh(wave[k]);
      int loud = loud(inputs, k);
      ofLoudness[loud] += above[k] * tanh;
      wave[k] = above[k] * levels[loud] * (1 - tanh * tanh);
    }
    for (int k = 0; k < loudness.length; k++) {
      ofLoudness[k] *= slope(loudness[k]);
    }
    return new double[][] {wave, ofLoudness};
  }
}
