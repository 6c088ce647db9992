package io.partita.objective;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;

/**
 * Rows of latents that are one match, and how near they are to what is looked for. The order is
 * that of their likeness: the largest cosine comes first, and of equal ones the first by place.
 *
 * @param group what they have in common, see {@link LatentTable.Search}
 * @param cosine of the angle between the means of z, -1 to 1; of all of them the largest
 * @param count of rows
 * @param place where it is; null where the row has none
 * @param mu the mean of its z; null of equal examples, which a lake has itself
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Similar(List<Object> group, double cosine, long count, List<Object> place, float[] mu)
    implements Comparable<Similar>, Serializable {
  private static final Comparator<Similar> NEAREST_FIRST =
      Comparator.comparingDouble(Similar::cosine).reversed().thenComparing(Similar::compareByPlace);

  /** These rows and others of equal examples, at the first of their places. */
  Similar and(Similar others) {
    return new Similar(
        group,
        Math.max(cosine, others.cosine),
        count + others.count,
        compareByPlace(others) <= 0 ? place : others.place,
        null);
  }

  /** The nearer of the two. */
  Similar or(Similar other) {
    return compareTo(other) <= 0 ? this : other;
  }

  @SuppressWarnings("unchecked") // a column has values of one type
  private int compareByPlace(Similar other) {
    Comparator<Comparable<Object>> order = Comparator.nullsFirst(Comparator.naturalOrder());
    int compared = 0;
    for (int i = 0; i < place.size() && compared == 0; i++) {
      compared =
          order.compare((Comparable<Object>) place.get(i), (Comparable<Object>) other.place.get(i));
    }
    return compared;
  }

  @Override
  public int compareTo(Similar other) {
    return NEAREST_FIRST.compare(this, other);
  }
}
