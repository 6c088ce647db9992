package io.partita.catalog;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;

/**
 * Which row of a catalog belongs to which member of an archive.
 *
 * @param rowOf member path to the row's values (column to cell, in the header's order, empty cells
 *     left out); only for members that have a row
 * @param rows number of the catalog's good rows: {@code matched + unmatched + ambiguous}
 * @param matched rows that were applied to a member
 * @param unmatched rows that fit no member
 * @param ambiguous rows that fit some member but were applied to none: they fit several members, or
 *     another row has the same path, or a longer row fits their member better
 * @param membersWithoutRow members that got no row
 */
public record CatalogMatch(
    Map<String, Map<String, String>> rowOf,
    long rows,
    long matched,
    long unmatched,
    long ambiguous,
    long membersWithoutRow)
    implements Serializable {
  public CatalogMatch {
    rowOf = Collections.unmodifiableMap(rowOf);
  }
}
