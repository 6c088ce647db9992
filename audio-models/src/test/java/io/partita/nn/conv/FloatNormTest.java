package io.partita.nn.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Normalisation's loops in 32 bits beside ND4J's operations in 64, and both beside its formula. */
class FloatNormTest {
  private final SplittableRandom random = new SplittableRandom(7);

  @Test
  void anyShapeGivesWhatNd4jGives() {
    for (int round = 0; round < 100; round++) {
      int groups = random.nextInt(5);
      int channels = Math.max(1, groups) * (1 + random.nextInt(4));
      NormVertex vertex = new NormVertex(channels, groups, random.nextInt(3) / 2.0);
      holds(vertex, 1 + random.nextInt(4), 1 + random.nextInt(700));
    }
  }

  @Test
  void formula() {
    NormVertex vertex = new NormVertex(4, 2, 0.2);
    INDArray x = drawn(DataType.DOUBLE, 1, 2, 4, 3);
    INDArray gamma = drawn(DataType.DOUBLE, 2, 4);
    INDArray beta = drawn(DataType.DOUBLE, 3, 4);
    INDArray y = Nd4j.create(DataType.DOUBLE, x.shape());
    NormArithmetic.Scaling own = new NormArithmetic.Scaling(gamma, beta, new Moments(4), false);
    new ArrayNorm(vertex, 3).forward(x, own, y);
    for (int example = 0; example < 2; example++) {
      for (int channel = 0; channel < 4; channel++) {
        for (int position = 0; position < 3; position++) {
          double mean = 0;
          double square = 0;
          for (int k = 0; k < 6; k++) {
            double value = x.getDouble(example, channel / 2 * 2 + k / 3, k % 3);
            mean += value / 6;
            square += value * value / 6;
          }
          double normal =
              (x.getDouble(example, channel, position) - mean)
                  / Math.sqrt(square - mean * mean + 1e-5);
          double v = gamma.getDouble(channel) * normal + beta.getDouble(channel);
          assertThat(y.getDouble(example, channel, position))
              .isCloseTo(v > 0 ? v : 0.2 * v, within(1e-12));
        }
      }
    }
  }

  @Test
  void oneValueAloneBecomesAConstantAndGetsNoGradient() {
    NormVertex instance = new NormVertex(3, 3, NormVertex.IDENTITY);
    List<INDArray> results =
        results(
            new FloatNorm(instance, 5, 1), DataType.FLOAT, drawn(DataType.FLOAT, 1, 5, 3), 3, 3);
    INDArray beta = drawn(DataType.FLOAT, 3, 3);
    for (int example = 0; example < 5; example++) {
      assertThat(results.get(0).getRow(example).toFloatVector())
          .as("y of any x")
          .containsExactly(beta.toFloatVector());
    }
    assertThat(results.get(1).amaxNumber().doubleValue()).as("gradient of x").isZero();
    assertThat(results.get(2).amaxNumber().doubleValue()).as("gradient of gamma").isZero();
  }

  private void holds(NormVertex vertex, int batch, int positions) {
    INDArray x = drawn(DataType.DOUBLE, 1, batch, vertex.channels, positions).addi(0.3);
    List<INDArray> expected =
        results(
            new ArrayNorm(vertex, positions), DataType.DOUBLE, x, vertex.channels, vertex.groups);
    List<INDArray> actual =
        results(
            new FloatNorm(vertex, batch, positions),
            DataType.FLOAT,
            x,
            vertex.channels,
            vertex.groups);
    for (int k = 0; k < expected.size(); k++) {
      INDArray reference = expected.get(k);
      double distance =
          actual.get(k).castTo(DataType.DOUBLE).sub(reference).norm2Number().doubleValue();
      assertThat(distance / Math.max(1, reference.norm2Number().doubleValue()))
          .as(
              "%s of %s channels, %s groups, %s positions",
              List.of("y", "x", "gamma", "beta").get(k), vertex.channels, vertex.groups, positions)
          .isLessThan(5e-6);
    }
  }

  /** y, and the gradients of x, gamma and beta. */
  private static List<INDArray> results(
      NormArithmetic arithmetic, DataType type, INDArray x, int channels, int groups) {
    INDArray input = x.castTo(type);
    INDArray gamma = drawn(type, 2, channels);
    INDArray beta = drawn(type, 3, channels);
    INDArray above = drawn(type, 4, x.shape());
    INDArray y = Nd4j.create(type, x.shape());
    INDArray ofX = Nd4j.create(type, x.shape());
    INDArray ofGamma = Nd4j.create(type, channels);
    INDArray ofBeta = Nd4j.create(type, channels);
    Moments moments = new Moments(groups == 0 ? channels : (int) x.size(0) * groups);
    NormArithmetic.Scaling own = new NormArithmetic.Scaling(gamma, beta, moments, false);
    arithmetic.forward(input, own, y);
    arithmetic.backward(input, own, above, ofX, ofGamma, ofBeta);
    INDArray given = Nd4j.create(type, x.shape());
    arithmetic.forward(input, new NormArithmetic.Scaling(gamma, beta, moments, true), given);
    assertThat(given).isEqualTo(y);
    return List.of(y, ofX, ofGamma, ofBeta);
  }

  private static INDArray drawn(DataType type, int seed, long... shape) {
    long length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    double[] values = new SplittableRandom(seed).doubles(length, -1, 1).toArray();
    return Nd4j.create(values, shape, DataType.DOUBLE).castTo(type);
  }
}
