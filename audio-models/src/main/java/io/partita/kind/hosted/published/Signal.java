package io.partita.kind.hosted.published;

import io.partita.kind.hosted.HostedArray;
import java.util.Arrays;

/**
 * A signal of several channels.
 *
 * @param values [time][channel]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy would hold it twice
record Signal(float[] values, int channels) {
  /** Zeros. */
  Signal(int length, int channels) {
    this(new float[Math.multiplyExact(length, channels)], channels);
  }

  /**
   * The signal of an array.
   *
   * @param array [1, channels, time] of float32
   */
  static Signal of(HostedArray array) {
    int channels = (int) array.shape()[1];
    int length = (int) array.shape()[2];
    float[] given = array.floats();
    Signal signal = new Signal(length, channels);
    for (int c = 0; c < channels; c++) {
      for (int t = 0; t < length; t++) {
        signal.values[t * channels + c] = given[c * length + t];
      }
    }
    return signal;
  }

  /**
   * The signal as an array.
   *
   * @return [1, channels, time]
   */
  HostedArray toArray() {
    float[] array = new float[values.length];
    int length = length();
    for (int c = 0; c < channels; c++) {
      for (int t = 0; t < length; t++) {
        array[c * length + t] = values[t * channels + c];
      }
    }
    return HostedArray.of(array, 1, channels, length);
  }

  int length() {
    return values.length / channels;
  }

  /** A part of it in time. */
  Signal part(int from, int to) {
    return new Signal(Arrays.copyOfRange(values, from * channels, to * channels), channels);
  }

  /** Puts another one, from a time of it on, into this at a time. */
  void put(int at, Signal other, int from) {
    System.arraycopy(
        other.values, from * channels, values, at * channels, (other.length() - from) * channels);
  }

  /** Adds another one of the same shape to this. */
  void add(Signal other) {
    for (int i = 0; i < values.length; i++) {
      values[i] += other.values[i];
    }
  }
}
