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
public record Similar(
    List<Object> group, double cosine, long count, Map<String, Object> place, float[] mu)
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
  public int compareTo(Similar other) {
    return NEAREST_FIRST.compare(this, other);
  }
}
