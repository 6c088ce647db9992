package io.partita.nn.conv;

import io.partita.nn.vertex.VertexPlace;
import io.partita.nn.vertex.WeightedGraphVertex;
import io.partita.nn.vertex.WeightedVertex;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.deeplearning4j.nn.weights.WeightInitUniform;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A convolution or a transposed convolution along one axis, [batch, channels, length], or two,
 * [batch, channels, height, width], with a kernel, stride and padding that both axes share. As in
 * PyTorch's Conv1d, Conv2d, ConvTranspose1d and ConvTranspose2d nothing is mirrored.
 *
 * <pre>
 * convolution             y[b, o, t] = bias[o] + Σ W[o, i, k] · x[b, i, t·stride + k − padding]
 *                         over i and k; length (T + 2·padding − kernel) / stride + 1, rounded down
 * transposed convolution  y[b, o, u] = bias[o] + Σ W[i, o, k] · x[b, i, t]
 *                         over i, t and k with t·stride + k − padding = u;
 *                         length (T − 1)·stride + kernel − 2·padding
 * </pre>
 *
 * <p>Parameters, all drawn as PyTorch draws them (kaiming_uniform with a = √5, which is uniform
 * within ±1/√fan-in): {@value #WEIGHTS} W [out, in, kernel…], transposed [in, out, kernel…], and
 * {@value #BIAS} b [out]. The fan-in is that of PyTorch: the size of W but for its first axis.
 *
 * <p>With 32-bit numbers on a CPU {@link FloatConvolution} computes, the same bits for the same
 * input; else ND4J's operations do.
 */
public final class ConvolutionVertex extends WeightedVertex {
  public static final String WEIGHTS = "W";
  public static final String BIAS = "b";

  @JsonProperty final boolean transposed;
  @JsonProperty final int axes;
  @JsonProperty final int in;
  @JsonProperty final int out;
  @JsonProperty final int kernel;
  @JsonProperty final int stride;
  @JsonProperty final int padding;

  /**
   * @param axes 1 or 2
   * @param in channels, 1 or more
   * @param out channels, 1 or more
   * @param kernel size along each axis, 1 or more
   * @param stride 1 or more
   * @param padding zeros at each end, from 0 until kernel
   */
  @JsonCreator
  public ConvolutionVertex(
      @JsonProperty("transposed") boolean transposed,
      @JsonProperty("axes") int axes,
      @JsonProperty("in") int in,
      @JsonProperty("out") int out,
      @JsonProperty("kernel") int kernel,
      @JsonProperty("stride") int stride,
      @JsonProperty("padding") int padding) {
    if (axes < 1 || axes > 2) {
      throw new IllegalArgumentException("A convolution has 1 or 2 axes, not " + axes);
    }
    if (in < 1 || out < 1) {
      throw new IllegalArgumentException(
          "A convolution needs at least one channel, not %d and %d".formatted(in, out));
    }
    if (kernel < 1 || stride < 1 || padding < 0 || padding >= kernel) {
      throw new IllegalArgumentException(
          "Kernel and stride are 1 or more and padding is from 0 until kernel, not %d, %d and %d"
              .formatted(kernel, stride, padding));
    }
    this.transposed = transposed;
    this.axes = axes;
    this.in = in;
    this.out = out;
    this.kernel = kernel;
    this.stride = stride;
    this.padding = padding;
  }

  /** A convolution along one axis. */
  public static ConvolutionVertex of1d(int in, int out, int kernel, int stride, int padding) {
    return new ConvolutionVertex(false, 1, in, out, kernel, stride, padding);
  }

  /** A convolution along two axes. */
  public static ConvolutionVertex of2d(int in, int out, int kernel, int stride, int padding) {
    return new ConvolutionVertex(false, 2, in, out, kernel, stride, padding);
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

  private int taps() {
    return axes == 1 ? kernel : kernel * kernel;
  }

  @Override
  protected List<Object> settings() {
    return List.of(transposed, axes, in, out, kernel, stride, padding);
  }

  @Override
  protected void defineParameters(SDVertexParams params) {
    int first = transposed ? in : out;
    int second = transposed ? out : in;
    if (axes == 1) {
      params.addWeightParam(WEIGHTS, first, second, kernel);
    } else {
      params.addWeightParam(WEIGHTS, first, second, kernel, kernel);
    }
    params.addBiasParam(BIAS, out);
  }

  @Override
  public void initializeParameters(Map<String, INDArray> params) {
    double fanIn = (double) (transposed ? out : in) * taps();
    for (String name : new String[] {WEIGHTS, BIAS}) {
      INDArray parameter = params.get(name);
      INDArray row = parameter.reshape(parameter.length());
      new WeightInitUniform().init(fanIn, out, parameter.shape(), 'c', row);
    }
  }

  @Override
  protected WeightedGraphVertex atWork(VertexPlace place) {
    return new ConvolutionGraphVertex(this, place);
  }

  @Override
  public ConvolutionVertex clone() {
    return likeThis(new ConvolutionVertex(transposed, axes, in, out, kernel, stride, padding));
  }
}
