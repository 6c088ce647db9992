package io.partita.model.slices.vae;

import io.partita.nn.latent.Cosine;
import java.io.Serializable;
import java.util.Comparator;

/**
 * The slices of the lake with equal steps, and how near they are to another slice. The order is
 * that of their likeness: the largest cosine comes first, and of equal ones the first by place.
 *
 * @param sliceHash of the steps
 * @param cosine of the angle between the means of z, -1 to 1; of all of them the largest
 * @param count of slices with these steps
 * @param first of their places
 */
record SimilarSlice(String sliceHash, double cosine, long count, SlicePlace first)
    implements Comparable<SimilarSlice>, Serializable {
  private static final Comparator<SimilarSlice> NEAREST_FIRST =
      Comparator.comparingDouble(SimilarSlice::cosine)
          .reversed()
          .thenComparing(SimilarSlice::first);

  /**
   * One slice of the lake.
   *
   * @param mu the mean of its z
   * @param wanted that of the slice that it is compared with, of the same length
   */
  static SimilarSlice of(String sliceHash, SlicePlace place, float[] mu, float[] wanted) {
    return new SimilarSlice(sliceHash, Cosine.of(wanted, mu), 1, place);
  }

  /** These slices and others with the same steps. */
  SimilarSlice and(SimilarSlice others) {
    return new SimilarSlice(
        sliceHash,
        Math.max(cosine, others.cosine),
        count + others.count,
        first.compareTo(others.first) <= 0 ? first : others.first);
  }

  @Override
  public int compareTo(SimilarSlice other) {
    return NEAREST_FIRST.compare(this, other);
  }
}
