package io.partita.kind.hosted.codec;

import io.partita.codec.QuantizerAnalysis.Stage;
import java.util.List;
import java.util.Locale;

/** The figures of each number of codebooks, for people. */
public final class StageText {
  private StageText() {}

  /**
   * Heads of columns, then a line for no codebook and one for each number of them.
   *
   * @param meanNorm mean distance of the frames from 0
   */
  public static String of(double meanNorm, List<Stage> stages) {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%6s %9s %9s %9s %9s %8s %10s %6s %8s%n%6d %9.4f%n",
                "stages",
                "mean",
                "median",
                "95 %",
                "rel. MSE",
                "bits",
                "perplexity",
                "dead",
                "farther",
                0,
                meanNorm));
    for (Stage stage : stages) {
      text.append(
          String.format(
              Locale.ROOT,
              "%6d %9.4f %9.4f %9.4f %9.4f %8.3f %10.1f %6d %8.4f%n",
              stage.stages(),
              stage.mean(),
              stage.median(),
              stage.p95(),
              stage.relativeMse(),
              stage.entropyBits(),
              stage.perplexity(),
              stage.deadEntries(),
              stage.farther()));
    }
    return text.toString();
  }

  /** What the search among all entries found: so many codes are not the nearest one. */
  public static String nearest(long notNearest) {
    return notNearest == 0
        ? "every code is the nearest entry"
        : String.format(Locale.ROOT, "%,d codes are not the nearest entry", notNearest);
  }
}
