package io.partita.codec;

import java.util.List;

/**
 * Joins segments of audio that overlap, each weighted by a triangle that is highest in its middle;
 * the sum is divided by the sum of the weights, so segments of one signal give that signal.
 */
public final class OverlapAdd {
  private OverlapAdd() {}

  /**
   * Joins the segments of one channel.
   *
   * @param segments at least one; none is longer than the first, all but the last are as long as it
   * @param strideSamples from the beginning of one to that of the next, at most their length
   */
  public static float[] linear(List<float[]> segments, int strideSamples) {
    int length = segments.get(0).length;
    int last = segments.get(segments.size() - 1).length;
    int total = Math.toIntExact((long) strideSamples * (segments.size() - 1) + last);
    float[] sum = new float[total];
    float[] weights = new float[total];
    for (int segment = 0; segment < segments.size(); segment++) {
      float[] samples = segments.get(segment);
      int from = segment * strideSamples;
      for (int i = 0; i < samples.length && from + i < total; i++) {
        float weight = weight(i, length);
        sum[from + i] += weight * samples[i];
        weights[from + i] += weight;
      }
    }
    for (int i = 0; i < total; i++) {
      sum[i] = weights[i] == 0 ? 0 : sum[i] / weights[i];
    }
    return sum;
  }

  private static float weight(int i, int length) {
    return (float) (0.5 - Math.abs((i + 1.0) / (length + 1) - 0.5));
  }
}
