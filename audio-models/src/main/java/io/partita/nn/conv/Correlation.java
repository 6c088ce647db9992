package io.partita.nn.conv;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The sizes of one convolution at work. A transposed convolution is the same with its sides
 * changed: its input is the narrow one.
 *
 * @param axes 1 or 2; along one of them, height is {@link Axis#NONE}
 * @param narrowChannels the first axis of the weights
 * @param wideChannels the second
 */
record Correlation(
    int axes, int batch, int narrowChannels, int wideChannels, Axis height, Axis width) {
  /**
   * @throws IllegalArgumentException where the input is not [batch, in, …] with as many axes as the
   *     convolution, or too short for its kernel
   */
  static Correlation of(ConvolutionVertex vertex, INDArray x) {
    if (x.rank() != vertex.axes + 2 || x.size(1) != vertex.in) {
      throw new IllegalArgumentException(
          "The convolution takes [batch, %d, %s], not %s"
              .formatted(
                  vertex.in,
                  vertex.axes == 1 ? "length" : "height, width",
                  Arrays.toString(x.shape())));
    }
    Axis height = vertex.axes == 1 ? Axis.NONE : axis(vertex, x.size(2));
    Axis width = axis(vertex, x.size(vertex.axes + 1));
    return vertex.transposed
        ? new Correlation(vertex.axes, (int) x.size(0), vertex.in, vertex.out, height, width)
        : new Correlation(vertex.axes, (int) x.size(0), vertex.out, vertex.in, height, width);
  }

  private static Axis axis(ConvolutionVertex vertex, long length) {
    int kernel = vertex.kernel;
    Axis axis =
        vertex.transposed
            ? Axis.ofNarrow((int) length, kernel, vertex.stride, vertex.padding, vertex.dilation())
            : Axis.ofWide((int) length, kernel, vertex.stride, vertex.padding, vertex.dilation());
    if (axis.narrow() < 1 || axis.wide() < 1) {
      throw new IllegalArgumentException(
          "A length of %d is too short for a kernel of %d with padding %d"
              .formatted(length, kernel, vertex.padding));
    }
    return axis;
  }

  int kernelSize() {
    return height.kernel() * width.kernel();
  }

  int widePlane() {
    return height.wide() * width.wide();
  }

  int narrowPlane() {
    return height.narrow() * width.narrow();
  }

  /** [batch, channels, length] or [batch, channels, height, width]. */
  long[] narrowShape() {
    return axes == 1
        ? new long[] {batch, narrowChannels, width.narrow()}
        : new long[] {batch, narrowChannels, height.narrow(), width.narrow()};
  }

  long[] wideShape() {
    return axes == 1
        ? new long[] {batch, wideChannels, width.wide()}
        : new long[] {batch, wideChannels, height.wide(), width.wide()};
  }
}
