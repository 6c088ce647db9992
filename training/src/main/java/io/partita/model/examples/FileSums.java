package io.partita.model.examples;

import java.io.Serializable;
import java.util.List;

/**
 * Sums over the predictions of a file's examples.
 *
 * @param file by the values that tell files apart
 * @param count of predictions
 * @param weight that the sums are divided by: the count, but for figures that are shares of
 *     something else
 * @param sums by the figures of the {@link FileScores}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record FileSums(List<String> file, long count, double weight, double[] sums)
    implements Serializable {
  /** Those whose means are of each prediction. */
  public FileSums(List<String> file, long count, double[] sums) {
    this(file, count, (double) count, sums);
  }

  /** Both together, of one file. */
  FileSums plus(FileSums other) {
    double[] both = sums.clone();
    for (int i = 0; i < both.length; i++) {
      both[i] += other.sums[i];
    }
    return new FileSums(file, count + other.count, weight + other.weight, both);
  }
}
