package io.partita.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What codebooks make of frames, stage by stage: how far frames are from what is decoded, how even
 * the entries are used, and whether each code is the nearest entry.
 */
public final class QuantizerAnalysis {
  private static final double LOG_2 = Math.log(2);

  /** Frames at one distance from two entries, as float32 tells them apart. */
  private static final double TIE = 1e-5;

  private QuantizerAnalysis() {}

  /**
   * After one more stage. Distances are Euclidean, of a frame from what its codes decode to.
   *
   * @param stages codebooks used, from 1
   * @param relativeMse sum of squared distances as a share of that of the squared distances from 0,
   *     which for normalised frames is the mean of the training
   * @param entropyBits of the stage's codes; at most the logarithm of the entries
   * @param perplexity 2^entropy: as many entries used evenly have that entropy
   * @param deadEntries of the stage's codebook that no frame uses
   * @param firstFrame distance of the first frame
   * @param farther share of frames that this stage brought farther away
   */
  public record Stage(
      int stages,
      double mean,
      double median,
      double p95,
      double relativeMse,
      double entropyBits,
      double perplexity,
      int deadEntries,
      double firstFrame,
      double farther) {}

  /**
   * Looks at codes.
   *
   * @param frames [frames][dimension], at least one
   * @param codes [stages][frames] of them
   */
  public static List<Stage> of(CodeBooks books, float[][] frames, short[][] codes) {
    float[][] rest = new float[frames.length][];
    double[] before = new double[frames.length];
    double energy = 0;
    for (int t = 0; t < frames.length; t++) {
      rest[t] = frames[t].clone();
      before[t] = squared(rest[t]);
      energy += before[t];
    }
    List<Stage> stages = new ArrayList<>();
    for (int stage = 0; stage < codes.length; stage++) {
      long[] counts = new long[books.entries()];
      double[] distances = new double[frames.length];
      double squares = 0;
      double sum = 0;
      long farther = 0;
      for (int t = 0; t < frames.length; t++) {
        counts[codes[stage][t]]++;
        books.add(stage, codes[stage][t], rest[t], -1);
        double square = squared(rest[t]);
        farther += square > before[t] ? 1 : 0;
        before[t] = square;
        squares += square;
        distances[t] = Math.sqrt(square);
        sum += distances[t];
      }
      double first = distances[0];
      Arrays.sort(distances);
      double entropy = entropyBits(counts, frames.length);
      stages.add(
          new Stage(
              stage + 1,
              sum / frames.length,
              quantile(distances, 0.5),
              quantile(distances, 0.95),
              energy == 0 ? 0 : squares / energy,
              entropy,
              Math.pow(2, entropy),
              (int) Arrays.stream(counts).filter(count -> count == 0).count(),
              first,
              (double) farther / frames.length));
    }
    return stages;
  }

  /** Mean distance of frames from 0: that of no stage at all. */
  public static double meanNorm(float[][] frames) {
    return Arrays.stream(frames)
        .mapToDouble(frame -> Math.sqrt(squared(frame)))
        .average()
        .orElse(0);
  }

  /**
   * Looks for a nearer entry than each code's by a plain loop in float64.
   *
   * @return codes for which there is one, beyond what float32 can tell apart
   */
  public static long notNearest(CodeBooks books, float[][] frames, short[][] codes) {
    long wrong = 0;
    for (int t = 0; t < frames.length; t++) {
      float[] rest = frames[t].clone();
      for (int stage = 0; stage < codes.length; stage++) {
        double taken = distance(books, stage, codes[stage][t], rest);
        double least = taken;
        for (int entry = 0; entry < books.entries(); entry++) {
          least = Math.min(least, distance(books, stage, entry, rest));
        }
        wrong += taken > least * (1 + TIE) + Float.MIN_NORMAL ? 1 : 0;
        books.add(stage, codes[stage][t], rest, -1);
      }
    }
    return wrong;
  }

  private static double distance(CodeBooks books, int stage, int entry, float[] frame) {
    double sum = 0;
    for (int i = 0; i < frame.length; i++) {
      double difference = (double) frame[i] - books.value(stage, entry, i);
      sum += difference * difference;
    }
    return sum;
  }

  private static double entropyBits(long[] counts, long total) {
    double entropy = 0;
    for (long count : counts) {
      if (count > 0) {
        double share = (double) count / total;
        entropy -= share * Math.log(share) / LOG_2;
      }
    }
    return entropy;
  }

  /** Between the two nearest, in proportion. */
  private static double quantile(double[] sorted, double at) {
    double place = at * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  private static double squared(float[] frame) {
    double sum = 0;
    for (float value : frame) {
      sum += (double) value * value;
    }
    return sum;
  }
}
