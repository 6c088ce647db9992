package io.partita.decoder;

import io.partita.audio.file.AudioReader;
import java.io.IOException;
import java.util.Arrays;

/** The average of all channels at another rate, block by block; nothing where none is asked for. */
final class MonoResampler implements AutoCloseable {
  private final Resampler resampler;
  private float[] average = {};
  private float[] samples = {};
  private int count;

  private MonoResampler(Resampler resampler) {
    this.resampler = resampler;
  }

  /**
   * @param toHz 0 for none
   */
  static MonoResampler of(int fromHz, int toHz) throws IOException {
    return new MonoResampler(toHz == 0 ? null : new Resampler(fromHz, toHz));
  }

  /** Takes a block; the samples that are ready replace those of the last one. */
  void push(float[][] planes, int length) {
    count = 0;
    if (resampler != null && length > 0) {
      if (average.length < length) {
        average = new float[length];
      }
      AudioReader.average(planes, 0, length, average, 0);
      fit(resampler.outputBound(length));
      count = resampler.push(average, length, samples);
    }
  }

  /** Adds the last samples to those that are ready. */
  void finish() {
    if (resampler != null) {
      float[] rest = new float[resampler.outputBound(0)];
      int more = resampler.finish(rest);
      fit(count + more);
      System.arraycopy(rest, 0, samples, count, more);
      count += more;
    }
  }

  private void fit(int size) {
    if (samples.length < size) {
      samples = Arrays.copyOf(samples, size);
    }
  }

  float[] samples() {
    return samples;
  }

  int count() {
    return count;
  }

  @Override
  public void close() {
    if (resampler != null) {
      resampler.close();
    }
  }
}
