package io.partita.nn.conv;

import io.partita.nn.blas.Doubles;
import io.partita.nn.vertex.VertexPlace;
import io.partita.nn.vertex.WeightedGraphVertex;
import io.partita.nn.vertex.WeightedVertex;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.deeplearning4j.nn.weights.WeightInitUniform;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonInclude;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A convolution or a transposed convolution along one axis, [batch, channels, length], or two,
 * [batch, channels, height, width], with a kernel, stride, padding and dilation that both axes
 * share. As in PyTorch's Conv1d, Conv2d, ConvTranspose1d and ConvTranspose2d nothing is mirrored.
 *
 * <pre>
 * convolution             y[b, o, t] = bias[o] + Σ W[o, i, k] · x[b, i, t·stride + k·dilation − padding]
 *                         over i and k; length (T + 2·padding − span) / stride + 1, rounded down
 * transposed convolution  y[b, o, u] = bias[o] + Σ W[i, o, k] · x[b, i, t]
 *                         over i, t and k with t·stride + k·dilation − padding = u;
 *                         length (T − 1)·stride + span − 2·padding
 * </pre>
 *
 * <p>where span = (kernel − 1)·dilation + 1. Parameters, all drawn as PyTorch draws them
 * (kaiming_uniform with a = √5, which is uniform within ±1/√fan-in): {@value #WEIGHTS} W [out, in,
 * kernel…], transposed [in, out, kernel…], and {@value #BIAS} b [out]. The fan-in is that of
 * PyTorch: the size of W but for its first axis. A bare one has no bias.
 *
 * <p>One with weight norm (Salimans and Kingma, "Weight Normalization", 2016) has {@value
 * #DIRECTION} v of the shape of W in its place and {@value #LENGTH} g [first axis of W]: W = g · v
 * / ‖v‖ for each index of the first axis, the output channel or, transposed, the input channel. At
 * first g is ‖v‖.
 *
 * <p>With 32-bit numbers {@link FloatConvolution} computes on a CPU and {@link CudaConvolution} on
 * a GPU, the same bits for the same input; else ND4J's operations do.
 */
public final class ConvolutionVertex extends WeightedVertex {
  public static final String WEIGHTS = "W";
  public static final String BIAS = "b";
  public static final String DIRECTION = "v";
  public static final String LENGTH = "g";

  @JsonProperty final boolean transposed;
  @JsonProperty final int axes;
  @JsonProperty final int in;
  @JsonProperty final int out;
  @JsonProperty final int kernel;
  @JsonProperty final int stride;
  @JsonProperty final int padding;

  /** Elements of the input between two that a kernel meets. */
  @JsonProperty
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  final int gap;

  @JsonProperty
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  final boolean bare;

  @JsonProperty
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  final boolean normed;

  /**
   * @param axes 1 or 2
   * @param in channels, 1 or more
   * @param out channels, 1 or more
   * @param kernel size along each axis, 1 or more
   * @param stride 1 or more
   * @param padding zeros at each end, from 0 until the length that the kernel spans
   */
  public ConvolutionVertex(
      boolean transposed, int axes, int in, int out, int kernel, int stride, int padding) {
    this(transposed, axes, in, out, kernel, stride, padding, 0, false, false);
  }

  @JsonCreator
  ConvolutionVertex(
      @JsonProperty("transposed") boolean transposed,
      @JsonProperty("axes") int axes,
      @JsonProperty("in") int in,
      @JsonProperty("out") int out,
      @JsonProperty("kernel") int kernel,
      @JsonProperty("stride") int stride,
      @JsonProperty("padding") int padding,
      @JsonProperty("gap") int gap,
      @JsonProperty("bare") boolean bare,
      @JsonProperty("normed") boolean normed) {
    if (axes < 1 || axes > 2) {
      throw new IllegalArgumentException("A convolution has 1 or 2 axes, not " + axes);
    }
    if (in < 1 || out < 1) {
      throw new IllegalArgumentException(
          "A convolution needs at least one channel, not %d and %d".formatted(in, out));
    }
    boolean isKernel = kernel >= 1 && stride >= 1 && gap >= 0;
    if (!isKernel || padding < 0 || padding >= Axis.span(kernel, gap + 1)) {
      throw new IllegalArgumentException(
          "Kernel, stride and dilation are 1 or more and padding is from 0 until the length that"
              + " the kernel spans, not %d, %d, %d and %d"
                  .formatted(kernel, stride, gap + 1, padding));
    }
    this.transposed = transposed;
    this.axes = axes;
    this.in = in;
    this.out = out;
    this.kernel = kernel;
    this.stride = stride;
    this.padding = padding;
    this.gap = gap;
    this.bare = bare;
    this.normed = normed;
  }

  /** A convolution along one axis. */
  public static ConvolutionVertex of1d(int in, int out, int kernel, int stride, int padding) {
    return new ConvolutionVertex(false, 1, in, out, kernel, stride, padding);
  }

  /** A convolution along two axes. */
  public static ConvolutionVertex of2d(int in, int out, int kernel, int stride, int padding) {
    return new ConvolutionVertex(false, 2, in, out, kernel, stride, padding);
  }

  /**
   * A convolution along one axis of an odd kernel, with the padding that keeps the length.
   *
   * @param dilation steps from one element of the input that a kernel meets to the next
   */
  public static ConvolutionVertex same1d(int in, int out, int kernel, int dilation) {
    int padding = (kernel - 1) * dilation / 2;
    return new ConvolutionVertex(false, 1, in, out, kernel, 1, padding, dilation - 1, false, false);
  }

  /** A transposed convolution along one axis. */
  public static ConvolutionVertex transposed1d(
      int in, int out, int kernel, int stride, int padding) {
    return new ConvolutionVertex(true, 1, in, out, kernel, stride, padding);
  }

  /** A transposed convolution along two axes. */
  public static ConvolutionVertex transposed2d(
      int in, int out, int kernel, int stride, int padding) {
    return new ConvolutionVertex(true, 2, in, out, kernel, stride, padding);
  }

  /** The same without a bias. */
  public ConvolutionVertex withoutBias() {
    return new ConvolutionVertex(
        transposed, axes, in, out, kernel, stride, padding, gap, true, normed);
  }

  /** The same with weight norm. */
  public ConvolutionVertex withWeightNorm() {
    return new ConvolutionVertex(
        transposed, axes, in, out, kernel, stride, padding, gap, bare, true);
  }

  int dilation() {
    return gap + 1;
  }

  private int taps() {
    return axes == 1 ? kernel : kernel * kernel;
  }

  @Override
  protected void defineParameters(SDVertexParams params) {
    int first = transposed ? in : out;
    int second = transposed ? out : in;
    String weights = normed ? DIRECTION : WEIGHTS;
    if (axes == 1) {
      params.addWeightParam(weights, first, second, kernel);
    } else {
      params.addWeightParam(weights, first, second, kernel, kernel);
    }
    if (normed) {
      params.addWeightParam(LENGTH, first);
    }
    if (!bare) {
      params.addBiasParam(BIAS, out);
    }
  }

  @Override
  public void initializeParameters(Map<String, INDArray> params) {
    double fanIn = (double) (transposed ? out : in) * taps();
    for (String name : new String[] {WEIGHTS, DIRECTION, BIAS}) {
      INDArray parameter = params.get(name);
      if (parameter == null) {
        continue;
      }
      INDArray row = parameter.reshape(parameter.length());
      new WeightInitUniform().init(fanIn, out, parameter.shape(), 'c', row);
    }
    if (normed) {
      WeightNorm of = WeightNorm.of(params.get(DIRECTION));
      Doubles.put(of.norms(), params.get(LENGTH));
    }
  }

  @Override
  protected WeightedGraphVertex atWork(VertexPlace place) {
    return new ConvolutionGraphVertex(this, place);
  }
}
