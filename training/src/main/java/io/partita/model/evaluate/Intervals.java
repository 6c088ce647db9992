package io.partita.model.evaluate;

import io.partita.model.examples.FileScores;
import io.partita.model.examples.FileSums;
import io.partita.statistics.Bootstrap;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** How sure the means of scores are, by {@link Bootstrap} over their files. */
final class Intervals {
  private final IdentityHashMap<FileScores, double[][]> resampled = new IdentityHashMap<>();

  /**
   * @param scores of the same predictions, all of them
   * @throws IllegalStateException where they are not
   */
  Intervals(List<FileScores> scores) {
    List<FileSums> files = scores.get(0).files();
    scores.forEach(of -> requireSame(files, of.files()));
    if (files.size() < 2) {
      return; // one file says nothing of others
    }
    List<Bootstrap.Ratio> ratios = new ArrayList<>();
    for (FileScores of : scores) {
      double[] weights = of.files().stream().mapToDouble(FileSums::weight).toArray();
      for (int i = 0; i < of.figures().size(); i++) {
        int figure = i;
        double[] sums = of.files().stream().mapToDouble(file -> file.sums()[figure]).toArray();
        ratios.add(new Bootstrap.Ratio(sums, weights));
      }
    }
    double[][] means = Bootstrap.resampled(ratios);
    int first = 0;
    for (FileScores of : scores) {
      double[][] own = new double[of.figures().size()][];
      System.arraycopy(means, first, own, 0, own.length);
      resampled.put(of, own);
      first += own.length;
    }
  }

  private static void requireSame(List<FileSums> some, List<FileSums> others) {
    boolean isSame = some.size() == others.size();
    for (int i = 0; isSame && i < some.size(); i++) {
      isSame =
          some.get(i).file().equals(others.get(i).file())
              && some.get(i).count() == others.get(i).count();
    }
    if (!isSame) {
      throw new IllegalStateException(
          "Scores are of other predictions: %d in %d files, and %d in %d"
              .formatted(count(some), some.size(), count(others), others.size()));
    }
  }

  private static long count(List<FileSums> files) {
    return files.stream().mapToLong(FileSums::count).sum();
  }

  /** That of a mean; null where there is one file. */
  Bootstrap.Interval of(FileScores scores, String figure) {
    double[] means = means(scores, figure);
    return means == null ? null : Bootstrap.interval(means);
  }

  /** That of what one mean is more than another of the same files; null where there is one. */
  Bootstrap.Interval ofDifference(FileScores ours, FileScores theirs, String figure) {
    double[] means = means(ours, figure);
    return means == null
        ? null
        : Bootstrap.interval(Bootstrap.difference(means, means(theirs, figure)));
  }

  private double[] means(FileScores scores, String figure) {
    double[][] means = resampled.get(scores);
    return means == null ? null : means[scores.figures().indexOf(figure)];
  }
}
