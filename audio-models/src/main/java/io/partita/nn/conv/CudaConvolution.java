package io.partita.nn.conv;

import io.partita.nn.blas.FloatMatrix;
import io.partita.nn.device.cuda.Matrix;
import io.partita.nn.device.cuda.Room;
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
  private final Room x = new Room(cuda);

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
    synchronized (cuda) {
      bringWeights();
      sizes = of;
      cuda.upload(FloatMatrix.of(in).buffer(), x.of(in.length()));
      long out = cuda.scratch("rows", y.length());
      fill(y, config.bare ? 0 : weight(bias), out);
      add(x.at(), config.transposed, out);
      cuda.download(out, FloatMatrix.of(y).buffer());
    }
  }

  /**
   * Back through the last forward pass.
   *
   * @param above the gradient of y
   * @param ofX to fill; null where nobody asks for it
   * @param ofParams a row without gaps, to fill
   */
  void backward(INDArray above, INDArray ofX, INDArray ofParams) {
    synchronized (cuda) {
      makeRoomForGradients();
      long up = cuda.scratch("above", above.length());
      cuda.upload(FloatMatrix.of(above).buffer(), up);
      if (!config.bare) {
        long planes = (long) sizes.batch() * config.out;
        long sums = cuda.scratch("sums of planes", planes);
        cuda.teams("conv_sum", planes, 1, up, plane(above), sums);
        cuda.sums(sums, sizes.batch(), config.out, gradient(bias));
      }
      makeGradients(config.transposed ? up : x.at(), config.transposed ? x.at() : up);
      if (ofX != null) {
        long down = cuda.scratch("rows", ofX.length());
        fill(ofX, 0, down);
        add(up, !config.transposed, down);
        cuda.download(down, FloatMatrix.of(ofX).buffer());
      }
      fetchGradients(ofParams);
    }
  }

  /** Positions of a channel. */
  private static int plane(INDArray side) {
    return (int) (side.length() / side.size(0) / side.size(1));
  }

  private void fill(INDArray like, long biases, long y) {
    cuda.each("conv_fill", like.length(), biases, (int) like.size(1), plane(like), y);
  }

  /** Adds to one side what the weights make of the other. */
  private void add(long from, boolean widens, long to) {
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
  }

  /** Fills those of the weights: of examples at once, added up, then of these their sum. */
  private void makeGradients(long wide, long narrow) {
    long terms = cuda.scratch("terms", (long) atOnce() * rows * columns);
    for (int first = 0; first < sizes.batch(); first += atOnce()) {
      Matrix unfolded = unfold(wide, first);
      Matrix ofExamples = matrices(terms, rows, columns, unfolded.count());
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
    return matrices(side + 4 * skipped, rows, sizes.narrowPlane(), count(first));
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
    return matrices(room, columns, sizes.narrowPlane(), count(first));
  }

  private int count(int first) {
    return Math.min(atOnce(), sizes.batch() - first);
  }

  private static Matrix matrices(long at, int rows, int columns, int count) {
    return new Matrix(at, rows, columns, columns, (long) rows * columns, count, false);
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
