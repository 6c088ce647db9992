package io.partita.training;

import java.io.Serializable;
import java.util.List;

/**
 * Sums over the predictions of a file's examples.
 *
 * @param file by the values that tell files apart
 * @param count of predictions
 * @param sums by the figures of the {@link FileScores}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record FileSums(List<String> file, long count, double[] sums) implements Serializable {
  /** Both together, of one file. */
  FileSums plus(FileSums other) {
    double[] both = sums.clone();
    for (int i = 0; i < both.length; i++) {
      both[i] += other.sums[i];
    }
    return new FileSums(file, count + other.count, both);
  }
}
