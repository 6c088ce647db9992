package io.partita.kind.hosted.published;

import io.partita.numpy.Npy;
import java.util.Arrays;

/**
 * A convolution over time: output n hears the inputs n·stride + tap·dilation − left. It goes
 * through the signal chunk by chunk, and keeps nothing of it.
 */
final class Convolution {
  /** Values of a chunk that stay within a second-level cache. */
  private static final int CHUNK = 1 << 16;

  private final float[] weights;
  private final float[] bias;
  private final int in;
  private final int out;
  private final int taps;
  private final int stride;
  private final int dilation;

  /** Of a chunk's outputs, and of what these hear. */
  private final int rows;

  private final int heardRows;
  private KernelProducts products;

  /** What is heard beyond the ends of a signal. */
  enum Edge {
    ZERO,
    /** The signal backwards, as PyTorch's mode reflect; of a short signal zeros join its end. */
    REFLECT;

    /** The index of what is heard at an index beyond an end, or one that is not there. */
    private int inside(int index, int length, int most) {
      if (this == ZERO) {
        return index;
      }
      int last = Math.max(length - 1, most);
      int mirrored = Math.abs(index);
      return mirrored > last ? 2 * last - mirrored : mirrored;
    }
  }

  /**
   * @param kernel [out][in][taps] as PyTorch has it
   * @param bias [out]
   */
  Convolution(Npy kernel, Npy bias, int stride, int dilation) {
    this.out = kernel.shape()[0];
    this.in = kernel.shape()[1];
    this.taps = kernel.shape()[2];
    this.stride = stride;
    this.dilation = dilation;
    this.rows = Math.max(1, CHUNK / Math.max(out, stride * in));
    this.heardRows = (rows - 1) * stride + span();
    this.bias = bias.values();
    float[] given = kernel.values();
    this.weights = new float[given.length];
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        for (int tap = 0; tap < taps; tap++) {
          weights[(tap * in + i) * out + o] = given[(o * in + i) * taps + tap];
        }
      }
    }
  }

  /** From the first input that an output hears to the last one. */
  int span() {
    return (taps - 1) * dilation + 1;
  }

  /** The signal that it makes of one with zeros on both sides, as long as that. */
  Signal same(Signal x, Activation before) {
    return of(x, (span() - 1) / 2, (span() - 1) / 2, Edge.ZERO, before);
  }

  /**
   * The signal that it makes.
   *
   * @param left inputs heard before the first one
   * @param right inputs heard after the last one
   * @param before of each input
   */
  Signal of(Signal x, int left, int right, Edge edge, Activation before) {
    if (products == null) {
      products = KernelProducts.of(weights, in, out, stride, rows, heardRows);
    }
    int length = (x.length() + left + right - span()) / stride + 1;
    Signal y = new Signal(length, out);
    float[] heard = new float[heardRows * in];
    float[] sums = new float[rows * out];
    for (int first = 0; first < length; first += rows) {
      int count = Math.min(rows, length - first);
      int rowsOfX = (count - 1) * stride + span();
      hear(x, first * stride - left, rowsOfX, edge, Math.max(left, right), heard);
      before.apply(heard, rowsOfX * in);
      for (int row = 0; row < count; row++) {
        System.arraycopy(bias, 0, sums, row * out, out);
      }
      products.add(heard, rowsOfX, dilation, sums, count);
      System.arraycopy(sums, 0, y.values(), first * out, count * out);
    }
    return y;
  }

  private void hear(Signal x, int from, int count, Edge edge, int most, float[] into) {
    int length = x.length();
    if (from >= 0 && from + count <= length) {
      System.arraycopy(x.values(), from * in, into, 0, count * in);
      return;
    }
    for (int row = 0; row < count; row++) {
      int index = from + row;
      int inside = index >= 0 && index < length ? index : edge.inside(index, length, most);
      if (inside >= 0 && inside < length) {
        System.arraycopy(x.values(), inside * in, into, row * in, in);
      } else {
        Arrays.fill(into, row * in, (row + 1) * in, 0);
      }
    }
  }

  /**
   * A convolution's way back, which makes a signal longer: input n adds to the outputs n·stride +
   * tap − left.
   */
  static final class Transposed {
    private final float[] weights;
    private final float[] bias;
    private final int in;
    private final int out;
    private final int taps;
    private final int stride;
    private KernelProducts products;

    /**
     * @param kernel [in][out][taps] as PyTorch has it
     * @param bias [out]
     */
    Transposed(Npy kernel, Npy bias, int stride) {
      this.in = kernel.shape()[0];
      this.out = kernel.shape()[1];
      this.taps = kernel.shape()[2];
      this.stride = stride;
      this.bias = bias.values();
      float[] given = kernel.values();
      this.weights = new float[given.length];
      for (int i = 0; i < in; i++) {
        for (int o = 0; o < out; o++) {
          for (int tap = 0; tap < taps; tap++) {
            weights[(i * taps + tap) * out + o] = given[(i * out + o) * taps + tap];
          }
        }
      }
    }

    /** Outputs that two inputs add to: what is left out at the ends together. */
    int overlap() {
      return taps - stride;
    }

    /** All that it makes, also at the ends. */
    Signal all(Signal x, Activation before) {
      return of(x, 0, x.length() * stride + overlap(), before);
    }

    /**
     * The signal that it makes, stride times as long.
     *
     * @param left outputs that are left out at the beginning; at the end the rest of {@link
     *     #overlap()}
     */
    Signal of(Signal x, int left, Activation before) {
      return of(x, left, x.length() * stride, before);
    }

    private Signal of(Signal x, int left, int length, Activation before) {
      int width = taps * out;
      int rows = Math.max(1, CHUNK / Math.max(width, in));
      if (products == null) {
        products = KernelProducts.of(weights, in, width, 1, rows, rows);
      }
      Signal y = new Signal(length, out);
      for (int t = 0; t < y.length(); t++) {
        System.arraycopy(bias, 0, y.values(), t * out, out);
      }
      float[] heard = new float[rows * in];
      float[] made = new float[rows * width];
      for (int first = 0; first < x.length(); first += rows) {
        int count = Math.min(rows, x.length() - first);
        System.arraycopy(x.values(), first * in, heard, 0, count * in);
        before.apply(heard, count * in);
        Arrays.fill(made, 0);
        products.add(heard, count, 1, made, count);
        for (int row = 0; row < count; row++) {
          add(made, row * width, y.values(), ((first + row) * stride - left) * out, width);
        }
      }
      return y;
    }

    /** Adds numbers to others, but for those beyond their ends. */
    private static void add(float[] from, int first, float[] to, int at, int count) {
      int begin = Math.max(0, -at);
      int end = Math.min(count, to.length - at);
      for (int k = begin; k < end; k++) {
        to[at + k] += from[first + k];
      }
    }
  }
}
