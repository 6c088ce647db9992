package io.partita.nn.conv;

import io.partita.nn.blas.FloatMatrix;
import java.util.Arrays;

/**
 * The wide side: rows are phases, and within each the channels; columns are the elements of a
 * phase, example after example. Along one axis with stride 1 that is how an example is in its
 * array, but for the padding.
 */
final class WideSide extends Side {
  private final Correlation sizes;
  private final FloatMatrix buffer;

  /** One example's channel as in the array, and one value more: what stands where nothing is. */
  private final float[] plane;

  /** The same cut into phases, one after the other, and likewise one value more. */
  private final float[] phases;

  /** For each value of the phases its place in the plane, and the other way. */
  private final int[] placeInPlane;

  private final int[] placeInPhases;

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
    int planeSize = buffer == null ? 0 : sizes.widePlane();
    int phasesSize = buffer == null ? 0 : phases(sizes) * phasePlane(sizes);
    this.plane = new float[planeSize + 1];
    this.phases = new float[phasesSize + 1];
    this.placeInPlane = new int[phasesSize];
    this.placeInPhases = new int[planeSize];
    Arrays.fill(placeInPlane, planeSize);
    Arrays.fill(placeInPhases, phasesSize);
    if (buffer != null) {
      for (int phase = 0; phase < phases(sizes); phase++) {
        place(phase);
      }
    }
  }

  private void place(int phase) {
    Axis height = sizes.height();
    Axis width = sizes.width();
    for (int k = 0; k < phasePlane(sizes); k++) {
      int row = height.place(k / width.length(), phase / width.phases());
      int column = width.place(k % width.length(), phase % width.phases());
      if (row >= 0 && column >= 0) {
        int inPhases = phase * phasePlane(sizes) + k;
        int inPlane = row * width.wide() + column;
        placeInPlane[inPhases] = inPlane;
        placeInPhases[inPlane] = inPhases;
      }
    }
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
    goTo(from, firstExample, examples);
    if (buffer == null) {
      return;
    }
    plane[plane.length - 1] = 0;
    int size = phasePlane(sizes);
    for (int k = 0; k < count; k++) {
      for (int channel = 0; channel < sizes.wideChannels(); channel++) {
        from.read(planeOf(k, channel), plane, 0, plane.length - 1);
        gather(plane, placeInPlane, phases);
        for (int phase = 0; phase < phases(sizes); phase++) {
          buffer.write(phaseOf(k, channel, phase), phases, phase * size, size);
        }
      }
    }
  }

  @Override
  void begin(FloatMatrix to, int firstExample, int examples, float[] valuesOfChannels) {
    goTo(to, firstExample, examples);
    ofChannels = valuesOfChannels;
    fill(ofChannels, rows(sizes));
  }

  private void goTo(FloatMatrix in, int firstExample, int examples) {
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
    int size = phasePlane(sizes);
    for (int k = 0; k < count; k++) {
      for (int channel = 0; channel < sizes.wideChannels(); channel++) {
        for (int phase = 0; phase < phases(sizes); phase++) {
          buffer.read(phaseOf(k, channel, phase), phases, phase * size, size);
        }
        phases[phases.length - 1] = ofChannels[channel];
        gather(phases, placeInPhases, plane);
        array.write(planeOf(k, channel), plane, 0, plane.length - 1);
      }
    }
  }

  private int planeOf(int k, int channel) {
    return ((example + k) * sizes.wideChannels() + channel) * sizes.widePlane();
  }

  private int phaseOf(int k, int channel, int phase) {
    return row(phase * sizes.wideChannels() + channel) + k * phasePlane(sizes);
  }

  private static void gather(float[] from, int[] places, float[] to) {
    for (int k = 0; k < places.length; k++) {
      to[k] = from[places[k]];
    }
  }
}
