package io.partita.objective;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Rows of latents that are one match, and how near they are to what is looked for. The order is
 * that of their likeness: the largest cosine comes first, and of equal ones the first by place.
 *
 * @param group what they have in common, see {@link LatentTable.Search}
 * @param cosine of the angle between the means of z, -1 to 1; of all of them the largest
 * @param count of rows
 * @param place where it is, by the columns that say so, in their order; null where one has none
 * @param mu the mean of its z; null of equal examples, which a lake has itself
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SimilarLatent(
    List<Object> group, double cosine, long count, Map<String, Object> place, float[] mu)
    implements Comparable<SimilarLatent>, Serializable {
  private static final Comparator<SimilarLatent> NEAREST_FIRST =
      Comparator.comparingDouble(SimilarLatent::cosine)
          .reversed()
          .thenComparing(SimilarLatent::compareByPlace);

  /** These rows and others of equal examples, at the first of their places. */
  SimilarLatent and(SimilarLatent others) {
    return new SimilarLatent(
        group,
        Math.max(cosine, others.cosine),
        count + others.count,
        compareByPlace(others) <= 0 ? place : others.place,
        null);
  }

  /** The nearer of the two. */
  SimilarLatent or(SimilarLatent other) {
    return compareTo(other) <= 0 ? this : other;
  }

  @SuppressWarnings("unchecked") // a column has values of one type
  private int compareByPlace(SimilarLatent other) {
    Comparator<Comparable<Object>> order = Comparator.nullsFirst(Comparator.naturalOrder());
    int compared = 0;
    for (Iterator<String> columns = place.keySet().iterator();
        compared == 0 && columns.hasNext(); ) {
      String column = columns.next();
      compared =
          order.compare(
              (Comparable<Object>) place.get(column), (Comparable<Object>) other.place.get(column));
    }
    return compared;
  }

  @Override
  public int compareTo(SimilarLatent other) {
    return NEAREST_FIRST.compare(this, other);
  }
}
