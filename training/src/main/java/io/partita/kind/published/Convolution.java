package io.partita.kind.published;

import io.partita.nn.blas.FloatBlock;
import io.partita.nn.blas.FloatMatrix;
import io.partita.numpy.Npy;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A convolution over time, a product of matrices for each tap. Output t hears input t + (tap − (k −
 * 1) / 2) · dilation, zeros beyond the ends: as long as its input.
 */
final class Convolution {
  private final FloatMatrix weights;
  private final float[] bias;
  private final int taps;
  private final int dilation;
  private final int in;
  private final int out;

  /**
   * @param weights [out][in][taps] as PyTorch has them
   * @param bias [out]
   */
  Convolution(Npy weights, Npy bias, int dilation) {
    out = weights.shape()[0];
    in = weights.shape()[1];
    taps = weights.shape()[2];
    this.bias = bias.values();
    this.dilation = dilation;
    float[] given = weights.values();
    float[] byTap = new float[given.length];
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        for (int tap = 0; tap < taps; tap++) {
          byTap[(tap * in + i) * out + o] = given[(o * in + i) * taps + tap];
        }
      }
    }
    this.weights = FloatMatrix.of(Nd4j.createFromArray(byTap).reshape(taps * in, out));
  }

  Frames of(Frames x) {
    return of(x, null);
  }

  /** Its output, added to another signal where one is given. */
  Frames of(Frames x, Frames before) {
    Frames y = new Frames(x.length, out);
    y.fill(bias, before);
    for (int tap = 0; tap < taps; tap++) {
      int steps = (tap - (taps - 1) / 2) * dilation;
      FloatBlock w = new FloatBlock(weights.from(0), tap * in * out, in, out);
      y.moved(0).multiply(1, x.moved(steps), false, w, false, true);
    }
    return y;
  }

  /** A transposed convolution, whose output is longer than its input by its stride. */
  static final class Transposed {
    private final FloatMatrix weights;
    private final float[] bias;
    private final int taps;
    private final int stride;
    private final int out;

    /**
     * @param weights [in][out][taps] as PyTorch has them
     */
    Transposed(Npy weights, Npy bias, int stride) {
      int in = weights.shape()[0];
      out = weights.shape()[1];
      taps = weights.shape()[2];
      this.stride = stride;
      this.bias = bias.values();
      float[] given = weights.values();
      float[] byTap = new float[given.length];
      for (int i = 0; i < in; i++) {
        for (int o = 0; o < out; o++) {
          for (int tap = 0; tap < taps; tap++) {
            byTap[(i * taps + tap) * out + o] = given[(i * out + o) * taps + tap];
          }
        }
      }
      this.weights = FloatMatrix.of(Nd4j.createFromArray(byTap).reshape(in, taps * out));
    }

    Frames of(Frames x) {
      int padding = (taps - stride) / 2;
      Frames products = new Frames(x.length, taps * out);
      FloatBlock w = new FloatBlock(weights.from(0), 0, x.channels, taps * out);
      products.moved(0).multiply(1, x.moved(0), false, w, false, false);
      float[] z = products.values();
      Frames y = new Frames(x.length * stride, out);
      float[] values = new float[y.length * out];
      for (int t = 0; t < y.length; t++) {
        for (int o = 0; o < out; o++) {
          values[t * out + o] = bias[o];
        }
      }
      for (int t = 0; t < x.length; t++) {
        for (int tap = 0; tap < taps; tap++) {
          int to = t * stride + tap - padding;
          if (to >= 0 && to < y.length) {
            for (int o = 0; o < out; o++) {
              values[to * out + o] += z[(t * taps + tap) * out + o];
            }
          }
        }
      }
      y.set(values);
      return y;
    }
  }
}
