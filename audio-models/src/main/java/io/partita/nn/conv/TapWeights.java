package io.partita.nn.conv;

import io.partita.nn.blas.FloatMatrix;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The order of weights in products: a matrix [narrow channels, phases · wide channels] for each
 * tap, zeros where a kernel ends within its last tap and where none of its elements is.
 */
final class TapWeights {
  private final Correlation sizes;
  private final int rows;

  /** For each element of the kernel where that of the first channels is. */
  private final int[] place;

  /** Whether a tap has elements at all: with dilation not every one has. */
  private final boolean[] used;

  TapWeights(Correlation sizes) {
    this.sizes = sizes;
    this.rows = WideSide.rows(sizes);
    Axis height = sizes.height();
    Axis width = sizes.width();
    this.place = new int[sizes.kernelSize()];
    this.used = new boolean[height.taps() * width.taps()];
    for (int k = 0; k < place.length; k++) {
      int down = k / width.kernel();
      int along = k % width.kernel();
      int tap = height.tap(down) * width.taps() + width.tap(along);
      int phase = height.phase(down) * width.phases() + width.phase(along);
      used[tap] = true;
      place[k] = first(tap) + phase * sizes.wideChannels();
    }
  }

  int taps() {
    return used.length;
  }

  boolean isUsed(int tap) {
    return used[tap];
  }

  /** The index of a tap's matrix. */
  int first(int tap) {
    return tap * sizes.narrowChannels() * rows;
  }

  int size() {
    return first(taps());
  }

  /** Fills this order from that of parameters, [narrow channels, wide channels, kernel…]. */
  void read(INDArray parameters, FloatMatrix into) {
    float[] from = new float[(int) parameters.length()];
    float[] to = new float[size()];
    FloatMatrix.of(parameters).read(0, from, 0, from.length);
    for (int o = 0; o < sizes.narrowChannels(); o++) {
      for (int k = 0; k < place.length; k++) {
        int source = o * sizes.wideChannels() * place.length + k;
        int target = place[k] + o * rows;
        for (int c = 0; c < sizes.wideChannels(); c++) {
          to[target + c] = from[source + c * place.length];
        }
      }
    }
    into.write(0, to, 0, to.length);
  }

  /** The way back, for gradients. */
  void write(FloatMatrix weights, INDArray parameters) {
    float[] from = new float[size()];
    float[] to = new float[(int) parameters.length()];
    weights.read(0, from, 0, from.length);
    for (int o = 0; o < sizes.narrowChannels(); o++) {
      for (int k = 0; k < place.length; k++) {
        int source = place[k] + o * rows;
        int target = o * sizes.wideChannels() * place.length + k;
        for (int c = 0; c < sizes.wideChannels(); c++) {
          to[target + c * place.length] = from[source + c];
        }
      }
    }
    FloatMatrix.of(parameters).write(0, to, 0, to.length);
  }
}
