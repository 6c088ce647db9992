package io.partita.kind.rvq;

import java.io.Serializable;
import org.apache.spark.api.java.JavaRDD;

/**
 * Mean and deviation of the numbers of frames, the same in any partitioning.
 *
 * @param frames counted
 * @param deviation 0 where all numbers are equal, or there are none
 */
public record FrameMoments(long frames, double mean, double deviation) implements Serializable {
  /** Those of frames as they are. */
  public static FrameMoments of(JavaRDD<FrameRows> frames) {
    long[] sums =
        frames
            .map(FrameMoments::sums)
            .fold(
                new long[4],
                (one, other) ->
                    new long[] {
                      one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] + other[3]
                    });
    double count = Math.max(1, sums[1]);
    double mean = FixedPoint.value(sums[2]) / count;
    double variance = FixedPoint.value(sums[3]) / count - mean * mean;
    return new FrameMoments(sums[0], mean, Math.sqrt(Math.max(0, variance)));
  }

  private static long[] sums(FrameRows rows) {
    long sum = 0;
    long squares = 0;
    for (float value : rows.values()) {
      sum += FixedPoint.of(value);
      squares += FixedPoint.of((double) value * value);
    }
    return new long[] {rows.count(), rows.values().length, sum, squares};
  }

  /** Frames with a mean of 0 and a deviation of 1. */
  public FrameRows normalised(FrameRows rows) {
    float[] values = new float[rows.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((rows.values()[i] - mean) / deviation);
    }
    return new FrameRows(rows.hashes(), values);
  }
}
