package io.partita.conv;

import io.partita.lstm.FloatMatrix;
import java.util.Arrays;

/**
 * The wide side: rows are phases, and within each the channels; columns are the elements of a
 * phase, example after example. Along one axis with stride 1 that is how an example lies in its
 * array, but for the padding.
 */
final class WideSide extends Side {
  private final Correlation sizes;
  private final FloatMatrix buffer;

  /** One example's channel: as in the array, and cut into phases whose margins stay zero. */
  private final float[] plane;

  private final float[][] phases;

  /** A phase on its way back, where margins hold what is nobody's. */
  private final float[] summed;

  private FloatMatrix array;
  private int example;
  private int count;
  private float[] ofChannels;

  /**
   * @param buffer room for {@link #bufferSize} values, or null where it is 0
   */
  WideSide(Correlation sizes, FloatMatrix buffer) {
    this.sizes = sizes;
    this.buffer = buffer;
    this.plane = new float[buffer == null ? 0 : sizes.widePlane()];
    this.phases = new float[phases(sizes)][buffer == null ? 0 : phasePlane(sizes)];
    this.summed = new float[phases[0].length];
  }

  static int bufferSize(Correlation sizes, int examples) {
    return isArray(sizes) ? 0 : rows(sizes) * phasePlane(sizes) * examples;
  }

  static int rows(Correlation sizes) {
    return phases(sizes) * sizes.wideChannels();
  }

  /** Columns of an example. */
  static int phasePlane(Correlation sizes) {
    return sizes.height().length() * sizes.width().length();
  }

  /** By how many columns what a tap meets comes later than the narrow side's. */
  static int offset(Correlation sizes, int tap) {
    int alongHeight = tap / sizes.width().taps();
    int alongWidth = tap % sizes.width().taps();
    return alongHeight * sizes.width().length()
        + alongWidth
        - (isArray(sizes) ? sizes.width().padding() : 0);
  }

  private static boolean isArray(Correlation sizes) {
    return sizes.axes() == 1 && sizes.width().stride() == 1;
  }

  private static int phases(Correlation sizes) {
    return sizes.height().phases() * sizes.width().phases();
  }

  @Override
  void read(FloatMatrix from, int firstExample, int examples) {
    place(from, firstExample, examples);
    if (buffer == null) {
      return;
    }
    for (int k = 0; k < count; k++) {
      for (int channel = 0; channel < sizes.wideChannels(); channel++) {
        from.read(planeOf(k, channel), plane, 0, plane.length);
        for (int phase = 0; phase < phases.length; phase++) {
          copy(phase, phases[phase], true);
          buffer.write(phaseOf(k, channel, phase), phases[phase], 0, phases[phase].length);
        }
      }
    }
  }

  @Override
  void begin(FloatMatrix to, int firstExample, int examples, float[] valuesOfChannels) {
    place(to, firstExample, examples);
    ofChannels = valuesOfChannels;
    fill(ofChannels, rows(sizes));
  }

  private void place(FloatMatrix in, int firstExample, int examples) {
    array = in;
    example = firstExample;
    count = examples;
    if (buffer == null) {
      lie(array, planeOf(0, 0), sizes.widePlane());
    } else {
      lie(buffer, 0, phasePlane(sizes) * count);
    }
  }

  @Override
  void finish() {
    if (buffer == null) {
      return;
    }
    for (int k = 0; k < count; k++) {
      for (int channel = 0; channel < sizes.wideChannels(); channel++) {
        Arrays.fill(plane, ofChannels[channel]); // What no phase has: beyond the last kernel.
        for (int phase = 0; phase < phases.length; phase++) {
          buffer.read(phaseOf(k, channel, phase), summed, 0, summed.length);
          copy(phase, summed, false);
        }
        array.write(planeOf(k, channel), plane, 0, plane.length);
      }
    }
  }

  private int planeOf(int k, int channel) {
    return ((example + k) * sizes.wideChannels() + channel) * sizes.widePlane();
  }

  private int phaseOf(int k, int channel, int phase) {
    return row(phase * sizes.wideChannels() + channel) + k * phasePlane(sizes);
  }

  /** Copies the elements of a phase from the plane, or to it. */
  private void copy(int phase, float[] values, boolean fromPlane) {
    Axis height = sizes.height();
    Axis width = sizes.width();
    int down = phase / width.phases();
    int along = phase % width.phases();
    int firstColumn = width.first(along);
    int columns = width.end(along) - firstColumn;
    for (int m = height.first(down); m < height.end(down); m++) {
      int wideRow = m * height.stride() + down - height.padding();
      int inPlane =
          wideRow * width.wide() + firstColumn * width.stride() + along - width.padding();
      int inPhase = m * width.length() + firstColumn;
      if (fromPlane) {
        gather(plane, inPlane, width.stride(), values, inPhase, columns);
      } else {
        scatter(values, inPhase, plane, inPlane, width.stride(), columns);
      }
    }
  }

  private static void gather(
      float[] from, int first, int stride, float[] to, int firstTo, int count) {
    if (stride == 1) {
      System.arraycopy(from, first, to, firstTo, count);
      return;
    }
    for (int k = 0; k < count; k++) {
      to[firstTo + k] = from[first + k * stride];
    }
  }

  private static void scatter(
      float[] from, int first, float[] to, int firstTo, int stride, int count) {
    if (stride == 1) {
      System.arraycopy(from, first, to, firstTo, count);
      return;
    }
    for (int k = 0; k < count; k++) {
      to[firstTo + k * stride] = from[first + k];
    }
  }
}
