package io.partita.nn.conv;

import io.partita.nn.device.cuda.Matrix;
import io.partita.nn.vertex.CudaLayer;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The convolution on a GPU; {@link ConvolutionVertex} says what it computes. The wide side is
 * unfolded to [wide channels · kernel, narrow positions] for each example: products with the
 * weights, [narrow channels, wide channels · kernel], do the rest.
 */
final class CudaConvolution extends CudaLayer {
  /** Numbers that are unfolded at once, or one example: 256 MiB. */
  static final long MOST = 1 << 26;

  private static final int MOST_MATRICES = 65_535;

  private final ConvolutionVertex config;

  /** The directions, where there is weight norm. */
  private final INDArray weights;

  private final INDArray lengths;
  private final INDArray bias;
  private final int rows;
  private final int columns;
  private final long most;

  /** Of the last forward pass. */
  private Correlation sizes;

  /**
   * @param params of the vertex, a row without gaps
   * @param table its parts by their names
   * @param most numbers to unfold at once
   */
  CudaConvolution(
      ConvolutionVertex config, INDArray params, Map<String, INDArray> table, long most) {
    super(params);
    this.config = config;
    this.weights =
        table.get(config.normed ? ConvolutionVertex.DIRECTION : ConvolutionVertex.WEIGHTS);
    this.lengths = table.get(ConvolutionVertex.LENGTH);
    this.bias = table.get(ConvolutionVertex.BIAS);
    this.rows = (int) weights.size(0);
    this.columns = (int) weights.length() / rows;
    this.most = most;
  }

  /** Makes y of an input of these sizes; both in c order. */
  void forward(Correlation of, INDArray in, INDArray y) {
    sizes = of;
    pass(in, y, from -> made(from, config.transposed, config.bare ? 0 : weight(bias), y));
  }

  /** Goes back, see {@link #passBack}. */
  void backward(INDArray above, INDArray ofX, INDArray ofParams) {
    passBack(above, ofX, ofParams, up -> back(up, above, ofX));
  }

  private long back(long up, INDArray above, INDArray ofX) {
    if (!config.bare) {
      long planes = (long) sizes.batch() * config.out;
      long sums = cuda.scratch("sums of planes", planes);
      cuda.teams("conv_sum", planes, 1, up, plane(above), sums);
      cuda.sums(sums, sizes.batch(), config.out, gradient(bias));
    }
    makeGradients(config.transposed ? up : x.at(), config.transposed ? x.at() : up);
    return ofX == null ? 0 : made(up, !config.transposed, 0, ofX);
  }

  /** Positions of a channel. */
  private static int plane(INDArray side) {
    return (int) (side.length() / side.size(0) / side.size(1));
  }

  /**
   * What the weights make of one side: the other one.
   *
   * @param biases of its channels; 0 for none
   */
  private long made(long from, boolean widens, long biases, INDArray like) {
    long to = cuda.scratch("rows", like.length());
    cuda.each("repeat_row", like.length(), biases, (int) like.size(1), plane(like), to);
    Matrix w = product();
    for (int first = 0; first < sizes.batch(); first += atOnce()) {
      if (widens) {
        Matrix unfolded = unfolded(first);
        cuda.multiply(1, w.t(), narrow(from, first), false, unfolded);
        long length = (long) unfolded.count() * sizes.wideChannels() * sizes.widePlane();
        along("conv_fold", length, unfolded.at(), wide(to, first));
      } else {
        cuda.multiply(1, w, unfold(from, first), true, narrow(to, first));
      }
    }
    return to;
  }

  /** Fills those of the weights: of examples at once, added up, then of these their sum. */
  private void makeGradients(long wide, long narrow) {
    long terms = cuda.scratch("terms", (long) atOnce() * rows * columns);
    for (int first = 0; first < sizes.batch(); first += atOnce()) {
      Matrix unfolded = unfold(wide, first);
      Matrix ofExamples = Matrix.of(terms, rows, columns, unfolded.count());
      cuda.multiply(1, narrow(narrow, first), unfolded.t(), first > 0, ofExamples);
    }
    long v = weight(weights);
    long ofV = gradient(weights);
    long ofW = config.normed ? cuda.scratch("weights", weights.length()) : ofV;
    cuda.sums(terms, atOnce(), rows * columns, ofW);
    if (config.normed) {
      long ofLengths = gradient(lengths);
      cuda.teams("conv_weights_back", rows, 1, v, weight(lengths), ofW, columns, ofV, ofLengths);
    }
  }

  /** The weights that multiply. */
  private Matrix product() {
    long w = weight(weights);
    if (config.normed) {
      long made = cuda.scratch("weights", weights.length());
      cuda.teams("conv_weights", rows, 1, w, weight(lengths), columns, made);
      w = made;
    }
    return Matrix.of(w, rows, columns);
  }

  /** Examples that are unfolded at once. */
  private int atOnce() {
    long ofExample = (long) columns * Math.max(rows, sizes.narrowPlane());
    long fit = Math.max(1, most / ofExample);
    return (int) Math.min(fit, Math.min(sizes.batch(), MOST_MATRICES));
  }

  /** The narrow side of examples from one on. */
  private Matrix narrow(long side, int first) {
    long skipped = (long) first * rows * sizes.narrowPlane();
    return Matrix.of(side + 4 * skipped, rows, sizes.narrowPlane(), count(first));
  }

  private long wide(long side, int first) {
    return side + 4L * first * sizes.wideChannels() * sizes.widePlane();
  }

  private Matrix unfold(long wide, int first) {
    Matrix unfolded = unfolded(first);
    along("conv_unfold", unfolded.next() * unfolded.count(), wide(wide, first), unfolded.at());
    return unfolded;
  }

  /** Room for the wide side of examples from one on, unfolded. */
  private Matrix unfolded(int first) {
    long room = cuda.scratch("unfolded", (long) atOnce() * columns * sizes.narrowPlane());
    return Matrix.of(room, columns, sizes.narrowPlane(), count(first));
  }

  private int count(int first) {
    return Math.min(atOnce(), sizes.batch() - first);
  }

  private void along(String kernel, long n, long from, long to) {
    Axis height = sizes.height();
    Axis width = sizes.width();
    cuda.each(
        kernel,
        n,
        from,
        height.wide(),
        width.wide(),
        height.narrow(),
        width.narrow(),
        height.kernel(),
        width.kernel(),
        height.padding(),
        width.padding(),
        width.stride(),
        width.dilation(),
        to);
  }
}
