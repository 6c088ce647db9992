package io.partita.kind.published;

import io.partita.nn.blas.FloatBlock;
import io.partita.nn.blas.FloatMatrix;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A signal of several channels: [time][channel], with zeros before it and behind it that a
 * convolution hears. In native memory. Used by one thread at a time.
 */
final class Frames {
  /** Zeros on each side: as many as the widest convolution hears beyond an end. */
  static final int MARGIN = 64;

  private static final int CHUNK = 1 << 14;

  final int length;
  final int channels;
  private final FloatMatrix matrix;

  Frames(int length, int channels) {
    this.length = length;
    this.channels = channels;
    matrix = FloatMatrix.of(Nd4j.zeros(DataType.FLOAT, length + 2L * MARGIN, channels));
  }

  /**
   * A copy of a signal.
   *
   * @param values [time][channel]
   */
  static Frames of(float[][] values) {
    Frames frames = new Frames(values.length, values[0].length);
    for (int t = 0; t < values.length; t++) {
      frames.matrix.write((MARGIN + t) * frames.channels, values[t], 0, frames.channels);
    }
    return frames;
  }

  /** All values, [time · channels + channel]. */
  float[] values() {
    float[] values = new float[length * channels];
    matrix.read(MARGIN * channels, values, 0, values.length);
    return values;
  }

  void set(float[] values) {
    matrix.write(MARGIN * channels, values, 0, values.length);
  }

  /** The signal, moved by some steps of time; at most {@link #MARGIN} either way. */
  FloatBlock moved(int steps) {
    // Blocks of one product must not share where their memory is pointed to.
    return new FloatBlock(matrix.from(0), (MARGIN + steps) * channels, length, channels);
  }

  /** What a value becomes. */
  @FunctionalInterface
  interface Of {
    float value(float x);
  }

  /** Another signal of each value. */
  Frames each(Of change) {
    Frames made = new Frames(length, channels);
    float[] chunk = new float[Math.min(CHUNK, length * channels)];
    for (int from = 0; from < length * channels; from += chunk.length) {
      int count = Math.min(chunk.length, length * channels - from);
      matrix.read(MARGIN * channels + from, chunk, 0, count);
      for (int i = 0; i < count; i++) {
        chunk[i] = change.value(chunk[i]);
      }
      made.matrix.write(MARGIN * channels + from, chunk, 0, count);
    }
    return made;
  }

  /** A leaky rectifier. */
  Frames leaky(float slope) {
    return each(x -> x < 0 ? slope * x : x);
  }

  /** Makes each value a bias of its channel, or that and what another signal has there. */
  void fill(float[] bias, Frames before) {
    int rows = Math.max(1, CHUNK / channels);
    float[] chunk = new float[rows * channels];
    for (int from = 0; from < length; from += rows) {
      int count = Math.min(rows, length - from);
      if (before == null) {
        Arrays.fill(chunk, 0);
      } else {
        before.matrix.read((MARGIN + from) * channels, chunk, 0, count * channels);
      }
      for (int row = 0; row < count; row++) {
        for (int c = 0; c < channels; c++) {
          chunk[row * channels + c] += bias[c];
        }
      }
      matrix.write((MARGIN + from) * channels, chunk, 0, count * channels);
    }
  }
}
