package io.partita.decoder;

import java.io.IOException;
import java.util.Arrays;

/** A whole sound at another rate, as tests of files compare it. */
public final class Resampling {
  private Resampling() {}

  public static float[] of(float[] samples, int fromHz, int toHz) throws IOException {
    try (Resampler resampler = new Resampler(fromHz, toHz)) {
      float[] all = new float[resampler.outputBound(samples.length) + 1_000];
      int count = resampler.push(samples, samples.length, all);
      float[] rest = new float[resampler.outputBound(0)];
      int more = resampler.finish(rest);
      System.arraycopy(rest, 0, all, count, more);
      return Arrays.copyOf(all, count + more);
    }
  }

  /** The samples that it has. */
  public static int length(long samples, int fromHz, int toHz) {
    return (int) Resampler.length(samples, fromHz, toHz);
  }
}
