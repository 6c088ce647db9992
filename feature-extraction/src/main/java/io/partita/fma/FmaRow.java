package io.partita.fma;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One row of the Free Music Archive's metadata.
 *
 * @param table whose columns it has
 * @param values in the order of {@link FmaTable#columns()}, each null or of its column's {@link
 *     FmaType}; the first, the key, is never null
 */
public record FmaRow(FmaTable table, List<Object> values) {
  public FmaRow {
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  /** The track's or genre's number. */
  public int key() {
    return (Integer) values.get(0);
  }

  /** The value of a column by its name, as {@code genre_top}; null where the cell is empty. */
  public Object value(String column) {
    return values.get(table.place(column));
  }
}
