package io.partita.similarity;

import java.util.Arrays;

/**
 * The shingles of a file that name candidates (FracMinHash, Irber et al. 2022): those whose hash is
 * a multiple of eight, or all where there are fewer than 300. Two files are compared by what both
 * have, so by the multiples where one of them has no others.
 *
 * @param hashes ascending, without those that are in too many files
 * @param isWhole whether all are there, and not the multiples only
 * @param multiples how many of them are multiples
 */
@SuppressWarnings("ArrayRecordComponent") // they are never compared
public record ShingleSample(long[] hashes, boolean isWhole, int multiples) {
  /** The least number of shingles that a candidate shares. */
  public static final int MIN_SHARED = 3;

  private static final int FRACTION = 8;
  private static final int WHOLE_BELOW = 300;
  private static final double MIN_SHARE = .12;

  /** The sample of a file's distinct shingles. */
  public static ShingleSample of(long[] distinct, ShingleFrequencies frequencies) {
    boolean isWhole = distinct.length < WHOLE_BELOW;
    long[] kept = new long[distinct.length];
    int size = 0;
    int multiples = 0;
    for (long hash : distinct) {
      boolean isMultiple = hash % FRACTION == 0;
      if ((isWhole || isMultiple) && !frequencies.isHot(hash)) {
        kept[size] = hash;
        size++;
        multiples += isMultiple ? 1 : 0;
      }
    }
    return new ShingleSample(Arrays.copyOf(kept, size), isWhole, multiples);
  }

  /**
   * The size of a sample as one number, for {@link #isCandidate}: how many hashes, and negative
   * multiples where only these are there.
   */
  public static long packed(ShingleSample sample) {
    return (long) (sample.isWhole ? sample.hashes.length : -1) << 32 | sample.multiples;
  }

  /** How many hashes a sample has, by its {@link #packed} size. */
  public static long count(long size) {
    return size < 0 ? (int) size : size >> 32;
  }

  /**
   * Whether two files share enough of their samples.
   *
   * @param shared hashes that both samples have, at least 0
   * @param sizeA of the one sample, see {@link #packed}
   * @param sizeB of the other
   */
  public static boolean isCandidate(long shared, long sizeA, long sizeB) {
    boolean areWhole = sizeA >= 0 && sizeB >= 0;
    int least =
        areWhole ? (int) Math.min(sizeA >> 32, sizeB >> 32) : Math.min((int) sizeA, (int) sizeB);
    return shared >= MIN_SHARED && shared >= MIN_SHARE * least;
  }
}
