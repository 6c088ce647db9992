package io.partita.lake.bulk;

import java.io.IOException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.statistics.Statistics;

/** A column of doubles. */
public final class DoubleColumn extends NumberColumn {
  DoubleColumn(ColumnDescriptor descriptor, ValueEncoding encoding) {
    super(descriptor, encoding);
  }

  /** Adds a row. */
  public void add(double value) throws IOException {
    bits[count++] = Double.doubleToRawLongBits(value);
    endSmallValue();
  }

  /**
   * In the order of {@link Double#compare}, as parquet-mr has it: a NaN is the largest, which tells
   * its index that the column has one, and −0 is below 0.
   */
  @Override
  void addRange(Statistics<?> statistics) {
    double min = Double.longBitsToDouble(bits[0]);
    double max = min;
    for (int i = 1; i < count; i++) {
      double value = Double.longBitsToDouble(bits[i]);
      min = Double.compare(value, min) < 0 ? value : min;
      max = Double.compare(value, max) > 0 ? value : max;
    }
    statistics.updateStats(min);
    statistics.updateStats(max);
  }
}
