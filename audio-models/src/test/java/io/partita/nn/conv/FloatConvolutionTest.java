package io.partita.nn.conv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The products and copies in 32 bits beside ND4J's operations in 64. */
class FloatConvolutionTest {
  private final SplittableRandom random = new SplittableRandom(5);
  private final LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();

  @Test
  void anyShapeGivesWhatNd4jGives() {
    for (int round = 0; round < 150; round++) {
      int kernel = 1 + random.nextInt(8);
      ConvolutionVertex vertex =
          new ConvolutionVertex(
              random.nextBoolean(),
              1 + random.nextInt(2),
              1 + random.nextInt(5),
              1 + random.nextInt(5),
              kernel,
              1 + random.nextInt(4),
              random.nextInt(kernel));
      holds(vertex, 1 + random.nextInt(4), 1 + random.nextInt(20), 1 + random.nextInt(20));
    }
  }

  @Test
  void dilationLeavesElementsOutWhateverTheStride() {
    for (int round = 0; round < 150; round++) {
      int kernel = 1 + random.nextInt(5);
      int gap = random.nextInt(5);
      holds(
          new ConvolutionVertex(
              random.nextBoolean(),
              1 + random.nextInt(2),
              1 + random.nextInt(4),
              1 + random.nextInt(4),
              kernel,
              1 + random.nextInt(4),
              random.nextInt((kernel - 1) * (gap + 1) + 1),
              gap,
              false,
              false),
          1 + random.nextInt(3),
          1 + random.nextInt(24),
          1 + random.nextInt(24));
    }
  }

  @Test
  void manyExamplesAndLongSumsAreCutIntoPieces() {
    holds(ConvolutionVertex.of2d(20, 300, 4, 2, 1), 9, 33, 40);
    holds(ConvolutionVertex.transposed2d(300, 20, 4, 2, 1), 9, 16, 20);
    holds(ConvolutionVertex.of1d(130, 7, 8, 4, 2), 3, 1, 2048);
    holds(ConvolutionVertex.of1d(1, 16, 7, 1, 3), 2, 1, 8192);
  }

  @Test
  void kernelsThatLeaveElementsOut() {
    holds(ConvolutionVertex.of1d(2, 3, 2, 3, 0), 2, 1, 12); // strides over one in three
    holds(ConvolutionVertex.transposed2d(2, 3, 1, 2, 0), 2, 3, 4);
    holds(ConvolutionVertex.of2d(1, 1, 3, 2, 1), 1, 1, 6); // height 1; the last column is not met
    holds(ConvolutionVertex.of1d(1, 1, 4, 4, 0), 1, 1, 7);
  }

  private void holds(ConvolutionVertex vertex, int batch, int height, int width) {
    int[] shape =
        vertex.axes == 1
            ? new int[] {batch, vertex.in, width}
            : new int[] {batch, vertex.in, height, width};
    INDArray x = numbers(shape);
    Correlation sizes;
    try {
      sizes = Correlation.of(vertex, x);
    } catch (IllegalArgumentException tooShort) {
      assertThat(tooShort).hasMessageContaining("kernel");
      return;
    }
    List<INDArray> expected =
        results(new ArrayConvolution(sizes, !vertex.transposed, workspaces), vertex, sizes, x);
    List<INDArray> actual =
        results(new FloatConvolution(sizes, !vertex.transposed, workspaces), vertex, sizes, x);
    for (int k = 0; k < expected.size(); k++) {
      INDArray reference = expected.get(k);
      double scale = Math.max(1, reference.norm2Number().doubleValue());
      double distance =
          actual.get(k).castTo(DataType.DOUBLE).sub(reference).norm2Number().doubleValue();
      assertThat(distance / scale)
          .as("%s of %s", List.of("y", "W", "x", "b").get(k), sizes)
          .isLessThan(5e-6);
    }
  }

  private INDArray numbers(int... shape) {
    long[] sizes = new long[shape.length];
    long length = 1;
    for (int k = 0; k < shape.length; k++) {
      sizes[k] = shape[k];
      length *= shape[k];
    }
    double[] values = random.doubles(length, -1, 1).toArray();
    return Nd4j.create(values, sizes, DataType.DOUBLE);
  }

  /** y, and the gradients of W, x and b. */
  private List<INDArray> results(
      ConvolutionArithmetic arithmetic, ConvolutionVertex vertex, Correlation sizes, INDArray x) {
    DataType type = arithmetic instanceof FloatConvolution ? DataType.FLOAT : DataType.DOUBLE;
    long[] ofWeights =
        vertex.axes == 1
            ? new long[] {sizes.narrowChannels(), sizes.wideChannels(), vertex.kernel}
            : new long[] {
              sizes.narrowChannels(), sizes.wideChannels(), vertex.kernel, vertex.kernel
            };
    INDArray weights = drawn(type, 1, ofWeights);
    INDArray bias = drawn(type, 2, vertex.out);
    long[] shape = vertex.transposed ? sizes.wideShape() : sizes.narrowShape();
    INDArray y = dirty(type, shape);
    INDArray above = drawn(type, 3, shape);
    INDArray input = x.castTo(type);
    INDArray weightGradient = dirty(type, ofWeights);
    INDArray gradient = dirty(type, x.shape());
    INDArray biasGradient = dirty(type, vertex.out);
    arithmetic.forward(input, weights, bias, y);
    arithmetic.back(input, above, weights, weightGradient, gradient);
    arithmetic.addUp(above, biasGradient);
    return new ArrayList<>(List.of(y, weightGradient, gradient, biasGradient));
  }

  private static INDArray drawn(DataType type, int seed, long... shape) {
    double[] values =
        new SplittableRandom(seed)
            .doubles(Arrays.stream(shape).reduce(1, (a, b) -> a * b), -1, 1)
            .toArray();
    return Nd4j.create(values, shape, DataType.DOUBLE).castTo(type);
  }

  /** Room that nobody cleared. */
  private static INDArray dirty(DataType type, long... shape) {
    return Nd4j.create(type, shape).assign(Double.NaN);
  }
}
