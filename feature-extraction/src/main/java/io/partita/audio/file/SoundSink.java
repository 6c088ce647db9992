package io.partita.audio.file;

import java.io.Closeable;
import java.io.IOException;

/** A sound file that is written piece by piece; it is whole once it is closed. */
public interface SoundSink extends Closeable {
  /**
   * Appends samples 0 to {@code count} − 1 of each channel.
   *
   * @param planes an array for each channel, 1 is full scale
   */
  void write(float[][] planes, int count) throws IOException;

  /** Appends samples 0 to {@code count} − 1 of a mono file. */
  default void write(float[] samples, int count) throws IOException {
    write(new float[][] {samples}, count);
  }

  /**
   * @throws IllegalArgumentException unless there is an array for each channel of the file
   */
  static void requireChannels(float[][] planes, int channels) {
    if (planes.length != channels) {
      throw new IllegalArgumentException(
          "Expected an array for each of " + channels + " channels, got " + planes.length);
    }
  }
}
