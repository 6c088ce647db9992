package io.partita.lake.bulk;

import java.io.IOException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.statistics.Statistics;

/** A column of lists of ints, none of which is null. */
public final class IntListColumn extends NumberColumn {
  private final int present;

  IntListColumn(ColumnDescriptor descriptor, ValueEncoding encoding) {
    super(descriptor, encoding);
    this.present = descriptor.getMaxDefinitionLevel();
  }

  /** Adds a row. */
  public void add(int[] elements) throws IOException {
    reserve(elements.length);
    for (int i = 0; i < elements.length; i++) {
      bits[count + i] = elements[i];
      addLevels(i == 0 ? 0 : 1, present);
    }
    if (elements.length == 0) {
      addLevels(0, present - 1);
    }
    count += elements.length;
    endList((long) elements.length * Integer.BYTES);
  }

  @Override
  void addRange(Statistics<?> statistics) {
    IntegerColumn.addRange(statistics, bits, count, Integer.BYTES);
  }
}
