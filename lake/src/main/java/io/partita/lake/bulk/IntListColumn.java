package io.partita.lake.bulk;

import java.io.IOException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.statistics.Statistics;

/** A column of lists of ints, none of which is null. */
public final class IntListColumn extends NumberColumn {
  IntListColumn(ColumnDescriptor descriptor, ValueEncoding encoding) {
    super(descriptor, encoding);
  }

  /** Adds a row. */
  public void add(int[] elements) throws IOException {
    reserve(elements.length);
    for (int i = 0; i < elements.length; i++) {
      bits[count + i] = elements[i];
    }
    count += elements.length;
    endList(elements.length);
  }

  @Override
  void addRange(Statistics<?> statistics) {
    IntegerColumn.addRange(statistics, bits, count, Integer.BYTES);
  }
}
