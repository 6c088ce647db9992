package io.partita.nn.device.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels of class losses, embeddings and Adam against doubles. */
class CudaClassesTest {
  private static final double WIDTH = 1e-4;

  private final SplittableRandom random = new SplittableRandom(5);
  private final Cuda cuda = FakeDriver.take();

  @AfterEach
  void firstToLast() {
    FakeDriver.right().order(0);
    Cuda.forget();
  }

  private float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int k = 0; k < count; k++) {
      numbers[k] = (float) random.nextGaussian();
    }
    return numbers;
  }

  private long put(String name, float... values) {
    long at = cuda.scratch(name, values.length);
    cuda.upload(FloatBuffer.wrap(values), at);
    return at;
  }

  private float[] get(long at, int count) {
    FloatBuffer values = FloatBuffer.allocate(count);
    cuda.download(at, values);
    return values.array();
  }

  private static double loss(double[] logits, int number, double weight) {
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit);
    }
    return weight * (Math.log(sum) - logits[number]);
  }

  /** More classes than a team has threads; a row without weight, whose class is none. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void lossesAndTheirGradientsAreThoseOfDoubles(int order) {
    FakeDriver.right().order(order);
    int classes = 150;
    float[] logits = numbers(3 * classes);
    float[] labels = {7, 1, -1, 0, 149, 2.5f};
    long at = put("x", logits);
    long nats = cuda.scratch("nats", 3);
    cuda.teams("class_loss", 3, 1, at, put("labels", labels), classes, nats);
    float[] losses = get(nats, 3);
    float[] slopes = get(at, logits.length);
    for (int row = 0; row < 3; row++) {
      double weight = labels[2 * row + 1];
      int number = Math.max(0, (int) labels[2 * row]);
      double[] x = new double[classes];
      for (int k = 0; k < classes; k++) {
        x[k] = logits[row * classes + k];
      }
      assertThat((double) losses[row]).isCloseTo(loss(x, number, weight), within(1e-5));
      for (int k = 0; k < classes; k++) {
        double value = x[k];
        x[k] = value + WIDTH;
        double above = loss(x, number, weight);
        x[k] = value - WIDTH;
        double below = loss(x, number, weight);
        x[k] = value;
        assertThat((double) slopes[row * classes + k])
            .as("logit %d of row %d", k, row)
            .isCloseTo((above - below) / (2 * WIDTH), within(1e-5));
      }
    }
  }

  /** Class 5 of 8 with 2 bits, at step 3 of 4 in bars of 2; then class 8, which has no such bit. */
  @Test
  void rowsHaveThoseOfTheirClassBitsStepAndBar() {
    long ones = cuda.scratch("ones", 8 * 18);
    long of = put("numbers", 0, 1, 2, 5, 8, 0, 0, 0);
    cuda.each("class_rows", 8 * 18, of, 9, 2, 4, 2, 18, ones);
    float[] found = get(ones, 8 * 18);
    assertThat(java.util.Arrays.copyOfRange(found, 3 * 18, 5 * 18))
        .containsExactly(
            0, 0, 0, 0, 0, 1, 0, 0, 0, /* bits */ 1, 0, /* steps */ 0, 0, 0, 1, /* bar */ 0, 1, 1,
            0, 0, 0, 0, 0, 0, 0, 0, 1, /* bits */ 0, 0, /* steps */ 1, 0, 0, 0, /* bar */ 1, 0, 1);
    cuda.each("class_rows", 4 * 6, 0L, 4, 2, 0, 0, 6, ones);
    assertThat(get(ones, 24))
        .containsExactly(1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 1, 1);
  }

  @Test
  void anUpdateIsThatOfDoubles() {
    int n = 300;
    float[] g = numbers(n);
    float[] m = numbers(n);
    float[] v = get(put("v", numbers(n)), n);
    for (int k = 0; k < n; k++) {
      v[k] *= v[k];
    }
    float[] w = numbers(n);
    long gradient = put("g", g);
    long means = put("m", m);
    long squares = put("v", v);
    long weights = put("w", w);
    long gathered = cuda.scratch("gathered", n);
    cuda.each("adam_gather", n, gradient, 0.25f, 0, gathered);
    assertThat(get(gradient, n)).isEqualTo(get(gathered, n));
    cuda.upload(FloatBuffer.wrap(g), gradient);
    cuda.each("adam_gather", n, gradient, 0.5f, 1, gathered);
    cuda.each(
        "adam_step", n, gradient, 2f, means, squares, weights, 0.1f, 0.9f, 0.99f, 1e-3f, 0.01f);
    float[] ofM = get(means, n);
    float[] ofV = get(squares, n);
    float[] ofW = get(weights, n);
    for (int k = 0; k < n; k++) {
      double slope = 1.5 * g[k];
      double mean = 0.9 * m[k] + 0.1 * slope;
      double square = 0.99 * v[k] + 0.01 * slope * slope;
      double weight = w[k] - 0.1 * mean / (Math.sqrt(square) + 1e-3) - 0.01 * w[k];
      assertThat((double) ofM[k]).isCloseTo(mean, within(1e-6));
      assertThat((double) ofV[k]).isCloseTo(square, within(1e-6));
      assertThat((double) ofW[k]).isCloseTo(weight, within(1e-4));
    }
  }

  @Test
  void sumsOfSquaresAreThoseOfDoublesAndTheSameBitsInEveryOrder() {
    float[] g = numbers(1000);
    double sum = 0;
    for (float value : g) {
      sum += (double) value * value;
    }
    long gradient = put("g", g);
    long ofThreads = cuda.scratch("threads", 9);
    cuda.each("adam_squares", 9, gradient, 1000L, ofThreads);
    float[] found = get(ofThreads, 9);
    double all = 0;
    for (float value : found) {
      all += value;
    }
    assertThat(all).isCloseTo(sum, within(1e-6 * sum));
    FakeDriver.right().order(2);
    cuda.each("adam_squares", 9, gradient, 1000L, ofThreads);
    assertThat(get(ofThreads, 9)).isEqualTo(found);
  }
}
