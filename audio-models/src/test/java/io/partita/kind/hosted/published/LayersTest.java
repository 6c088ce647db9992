package io.partita.kind.hosted.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.kind.hosted.published.Convolution.Edge;
import io.partita.numpy.Npy;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layers against plain loops in double precision. */
class LayersTest {
  private final Random random = new Random(7);

  private float[] noise(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static void assertClose(float[] made, double[] wanted) {
    assertThat(made).hasSize(wanted.length);
    for (int i = 0; i < made.length; i++) {
      assertThat((double) made[i]).as("value " + i).isCloseTo(wanted[i], within(1e-4));
    }
  }

  /** Lengths of several chunks and of less than the padding. */
  @ParameterizedTest
  @CsvSource({
    "9000, 3, 8, 7, 1, 5, 15, 15, ZERO",
    "20000, 2, 16, 3, 1, 1, 2, 0, REFLECT",
    "9001, 8, 16, 4, 2, 1, 2, 1, REFLECT",
    "1, 2, 3, 7, 1, 1, 6, 0, REFLECT",
    "5, 2, 3, 16, 8, 1, 8, 3, REFLECT"
  })
  void convolution(
      int length,
      int in,
      int out,
      int taps,
      int stride,
      int dilation,
      int left,
      int right,
      Edge edge) {
    float[] x = noise(length * in);
    float[] kernel = noise(out * in * taps);
    float[] bias = noise(out);
    Convolution convolution =
        new Convolution(Npy.of(kernel, out, in, taps), Npy.of(bias, out), stride, dilation);

    Signal y = convolution.of(new Signal(x.clone(), in), left, right, edge, Activation.NONE);

    int made = (length + left + right - (taps - 1) * dilation - 1) / stride + 1;
    double[] wanted = new double[made * out];
    for (int n = 0; n < made; n++) {
      for (int o = 0; o < out; o++) {
        double sum = bias[o];
        for (int tap = 0; tap < taps; tap++) {
          int at = n * stride + tap * dilation - left;
          if (edge == Edge.REFLECT) {
            // PyTorch's pad1d of EnCodec: zeros join a signal that is too short to be mirrored.
            int longer = Math.max(length, Math.max(left, right) + 1);
            at = at < 0 ? -at : at >= longer ? 2 * (longer - 1) - at : at;
          }
          for (int i = 0; i < in && at >= 0 && at < length; i++) {
            sum += (double) kernel[(o * in + i) * taps + tap] * x[at * in + i];
          }
        }
        wanted[n * out + o] = sum;
      }
    }
    assertClose(y.values(), wanted);
  }

  @ParameterizedTest
  @CsvSource({"9000, 4, 3, 16, 8, 4", "3, 2, 5, 4, 2, 0", "5000, 8, 4, 8, 4, 4"})
  void transposedConvolution(int length, int in, int out, int taps, int stride, int left) {
    float[] x = noise(length * in);
    float[] kernel = noise(in * out * taps);
    float[] bias = noise(out);

    Signal y =
        new Convolution.Transposed(Npy.of(kernel, in, out, taps), Npy.of(bias, out), stride)
            .of(new Signal(x.clone(), in), left, Activation.NONE);

    double[] wanted = new double[length * stride * out];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = bias[i % out];
    }
    for (int n = 0; n < length; n++) {
      for (int tap = 0; tap < taps; tap++) {
        int at = n * stride + tap - left;
        for (int o = 0; o < out && at >= 0 && at < length * stride; o++) {
          for (int i = 0; i < in; i++) {
            wanted[at * out + o] += (double) kernel[(i * out + o) * taps + tap] * x[n * in + i];
          }
        }
      }
    }
    assertClose(y.values(), wanted);
  }

  @Test
  void bothArithmeticsMultiplyAlike() {
    float[] weights = noise(3 * 4 * 5);
    float[] x = noise(20 * 4);
    float[] one = noise(8 * 5);
    float[] other = one.clone();

    new KernelProducts.OpenBlas(weights, 4, 5, 2, 8, 20).add(x, 19, 2, one, 8);
    new KernelProducts.Nd4jOps(weights, 4, 5, 2).add(x, 19, 2, other, 8);

    double[] wanted = new double[other.length];
    Arrays.setAll(wanted, i -> other[i]);
    assertClose(one, wanted);
  }

  @Test
  void theExponentialUnitIsExact() {
    float[] x = new float[4001];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i - 2000) / 100f;
    }
    float[] y = x.clone();

    Activation.ELU.apply(y, y.length);

    for (int i = 0; i < x.length; i++) {
      double wanted = x[i] > 0 ? x[i] : Math.expm1(x[i]);
      assertThat((double) y[i]).as("of " + x[i]).isCloseTo(wanted, within(1e-6));
    }
  }
}
