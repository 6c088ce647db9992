package io.partita.lake.duplicates;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/**
 * The numbers of files: their places in the order of (MD5, data set), and for each the file of its
 * number that represents all equal ones. It goes to every worker, and takes 24 bytes a file.
 */
final class FileNumbers implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int HALF = 16;
  private static final int RADIX = 16;

  private final String[] datasets;
  private final long[] high;
  private final long[] low;
  private final short[] dataset;
  private final int[] equal;

  /**
   * Numbers files.
   *
   * @param datasets in alphabetical order
   * @param md5s of the files, ascending
   * @param datasetOf each of them, ascending where an MD5 is there twice
   * @param equal of each file the one that represents it
   */
  FileNumbers(List<String> datasets, List<String> md5s, short[] datasetOf, int[] equal) {
    this.datasets = datasets.toArray(String[]::new);
    this.high = md5s.stream().mapToLong(md5 -> half(md5, 0)).toArray();
    this.low = md5s.stream().mapToLong(md5 -> half(md5, HALF)).toArray();
    this.dataset = datasetOf.clone();
    this.equal = equal.clone();
  }

  private static long half(String md5, int from) {
    return Long.parseUnsignedLong(md5, from, from + HALF, RADIX);
  }

  int size() {
    return high.length;
  }

  String md5(int file) {
    return String.format(Locale.ROOT, "%016x%016x", high[file], low[file]);
  }

  String dataset(int file) {
    return datasets[dataset[file]];
  }

  int equal(int file) {
    return equal[file];
  }

  /** The number of a file, where it represents those equal to it; else −1. */
  int standing(String inDataset, String md5) {
    long ofHigh = half(md5, 0);
    long ofLow = half(md5, HALF);
    int from = 0;
    int to = size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      int order = Long.compareUnsigned(high[middle], ofHigh);
      order = order == 0 ? Long.compareUnsigned(low[middle], ofLow) : order;
      order = order == 0 ? dataset(middle).compareTo(inDataset) : order;
      if (order < 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return equal[from] == from ? from : -1;
  }
}
