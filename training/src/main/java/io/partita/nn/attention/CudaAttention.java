package io.partita.nn.attention;

import io.partita.nn.device.cuda.Matrix;
import io.partita.nn.device.cuda.Room;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Attention on a GPU; {@link AttentionVertex} says what it computes. */
final class CudaAttention extends CudaBlock {
  private final AttentionVertex config;

  /** [heads, reach + 1]; null for rotary positions. */
  private final INDArray bias;

  private final int lags;
  private final int both;
  private final float scale;
  private final Room context = new Room(cuda);

  CudaAttention(AttentionVertex config, INDArray params, Map<String, INDArray> table) {
    super(params, table);
    this.config = config;
    this.bias = table.get(AttentionVertex.RELATIVE);
    this.lags = bias == null ? 1 : (int) bias.size(1);
    this.both = config.both ? 1 : 0;
    this.scale = (float) (1 / Math.sqrt((double) size / config.heads));
  }

  @Override
  long between(long qkv) {
    rotate(qkv, 1);
    long square = probabilities(qkv);
    for (int head = 0; head < config.heads; head++) {
      Matrix found = part(context.of(length()), 0, 1, head);
      cuda.multiply(1, square(square, head), part(qkv, 2, 3, head), false, found);
    }
    return context.at();
  }

  @Override
  long betweenBack(long qkv, long ofContext) {
    long ofQkv = cuda.scratch("wide", wideLength());
    long square = probabilities(qkv);
    long ofSquare = cuda.scratch("gradients of squares", squares());
    for (int head = 0; head < config.heads; head++) {
      Matrix up = part(ofContext, 0, 1, head);
      Matrix v = part(qkv, 2, 3, head);
      cuda.multiply(1, up, v.t(), false, square(ofSquare, head));
      cuda.multiply(1, square(square, head).t(), up, false, part(ofQkv, 2, 3, head));
    }
    cuda.teams("softmax_back", squares() / steps, 1, square, ofSquare, steps, both);
    if (bias != null) {
      cuda.teams(
          "bias_back", lags, config.heads, ofSquare, sequences, steps, lags, both, gradient(bias));
    }
    for (int head = 0; head < config.heads; head++) {
      Matrix logits = square(ofSquare, head);
      Matrix q = part(qkv, 0, 3, head);
      Matrix k = part(qkv, 1, 3, head);
      cuda.multiply(scale, logits, k, false, part(ofQkv, 0, 3, head));
      cuda.multiply(scale, logits.t(), q, false, part(ofQkv, 1, 3, head));
    }
    rotate(ofQkv, -1);
    return ofQkv;
  }

  /** Numbers of the squares of all heads and sequences. */
  private long squares() {
    return (long) config.heads * rows() * steps;
  }

  /** [heads, sequences, steps, steps]. */
  private long probabilities(long qkv) {
    long square = cuda.scratch("squares", squares());
    for (int head = 0; head < config.heads; head++) {
      Matrix k = part(qkv, 1, 3, head);
      cuda.multiply(1, part(qkv, 0, 3, head), k.t(), false, square(square, head));
    }
    long ofLags = bias == null ? 0 : weight(bias);
    cuda.teams(
        "softmax", squares() / steps, 1, square, ofLags, sequences, steps, lags, both, scale);
    return square;
  }

  private void rotate(long rows, float sign) {
    if (config.rotary) {
      int half = size / config.heads / 2;
      cuda.each("rotate", 2L * rows() * config.heads * half, rows, steps, config.heads, half, sign);
    }
  }

  /**
   * What a head has of each sequence's rows.
   *
   * @param part of a row: 0, or of q, k and v the first, second or third
   * @param parts of a row, each of the layer's size
   */
  private Matrix part(long rows, int part, int parts, int head) {
    int ofHead = size / config.heads;
    int first = part * size + head * ofHead;
    long at = rows + 4L * first;
    long next = (long) steps * parts * size;
    return new Matrix(at, steps, ofHead, parts * size, next, sequences, false);
  }

  private Matrix square(long squares, int head) {
    long skipped = (long) head * sequences * steps * steps;
    return Matrix.of(squares + 4 * skipped, steps, steps, sequences);
  }
}
