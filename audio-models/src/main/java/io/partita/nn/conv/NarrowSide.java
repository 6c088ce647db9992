package io.partita.nn.conv;

import io.partita.nn.blas.FloatMatrix;

/**
 * The narrow side: a row for each channel, columns as on the wide side, of which those that are no
 * position of the narrow side, between its rows and its examples, are zero when they are read and
 * left out when they are written. Along one axis that is how an example is in its array.
 */
final class NarrowSide extends Side {
  private final Correlation sizes;
  private final FloatMatrix buffer;

  /** A channel of the examples as in the buffer, its gaps zero. */
  private final float[] row;

  /** The same on its way back, where gaps hold what is nobody's. */
  private final float[] summed;

  /** A channel of one example as in the array. */
  private final float[] plane;

  private FloatMatrix array;
  private int example;
  private int count;

  /**
   * @param buffer room for {@link #bufferSize} values, or null where it is 0
   */
  NarrowSide(Correlation sizes, int examples, FloatMatrix buffer) {
    this.sizes = sizes;
    this.buffer = buffer;
    this.row = new float[buffer == null ? 0 : columns(sizes, examples)];
    this.summed = new float[row.length];
    this.plane = new float[buffer == null ? 0 : sizes.narrowPlane()];
  }

  static int bufferSize(Correlation sizes, int examples) {
    return sizes.axes() == 1 ? 0 : sizes.narrowChannels() * columns(sizes, examples);
  }

  /** From the first example's first position to the last one's last. */
  private static int columns(Correlation sizes, int examples) {
    int gap = (sizes.height().taps() - 1) * sizes.width().length() + sizes.width().taps() - 1;
    return WideSide.phasePlane(sizes) * examples - gap;
  }

  @Override
  void read(FloatMatrix from, int firstExample, int examples) {
    goTo(from, firstExample, examples);
    if (buffer == null) {
      return;
    }
    for (int channel = 0; channel < sizes.narrowChannels(); channel++) {
      for (int k = 0; k < count; k++) {
        from.read(planeOf(k, channel), plane, 0, plane.length);
        for (int m = 0; m < sizes.height().narrow(); m++) {
          System.arraycopy(plane, inPlane(m), row, inRow(k, m), sizes.width().narrow());
        }
      }
      buffer.write(row(channel), row, 0, columns());
    }
  }

  @Override
  void begin(FloatMatrix to, int firstExample, int examples, float[] ofChannels) {
    goTo(to, firstExample, examples);
    fill(ofChannels, sizes.narrowChannels());
  }

  private void goTo(FloatMatrix in, int firstExample, int examples) {
    array = in;
    example = firstExample;
    count = examples;
    if (buffer == null) {
      lie(array, planeOf(0, 0), sizes.narrowPlane());
    } else {
      lie(buffer, 0, columns(sizes, count));
    }
  }

  @Override
  void finish() {
    if (buffer == null) {
      return;
    }
    for (int channel = 0; channel < sizes.narrowChannels(); channel++) {
      buffer.read(row(channel), summed, 0, columns());
      for (int k = 0; k < count; k++) {
        for (int m = 0; m < sizes.height().narrow(); m++) {
          System.arraycopy(summed, inRow(k, m), plane, inPlane(m), sizes.width().narrow());
        }
        array.write(planeOf(k, channel), plane, 0, plane.length);
      }
    }
  }

  private int planeOf(int k, int channel) {
    return ((example + k) * sizes.narrowChannels() + channel) * sizes.narrowPlane();
  }

  private int inPlane(int m) {
    return m * sizes.width().narrow();
  }

  private int inRow(int k, int m) {
    return k * WideSide.phasePlane(sizes) + m * sizes.width().length();
  }
}
