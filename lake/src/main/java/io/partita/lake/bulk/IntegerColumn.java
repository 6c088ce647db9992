package io.partita.lake.bulk;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForInteger;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;

/** A column of ints or longs. */
public final class IntegerColumn extends NumberColumn {
  private static final int FIRST_SLAB_BYTES = 1 << 12;

  /** Null where values are not written as differences. */
  private final ValuesWriter differences;

  IntegerColumn(ColumnDescriptor descriptor, ValueEncoding encoding) {
    super(descriptor, encoding);
    this.differences = encoding == ValueEncoding.DIFFERENCES ? differences() : null;
  }

  private ValuesWriter differences() {
    HeapByteBufferAllocator allocator = HeapByteBufferAllocator.getInstance();
    return width() == Integer.BYTES
        ? new DeltaBinaryPackingValuesWriterForInteger(FIRST_SLAB_BYTES, PAGE_BYTES, allocator)
        : new DeltaBinaryPackingValuesWriterForLong(FIRST_SLAB_BYTES, PAGE_BYTES, allocator);
  }

  /** Adds a row; of a column of ints the value is one. */
  public void add(long value) throws IOException {
    bits[count++] = value;
    endSmallValue();
  }

  @Override
  void addRange(Statistics<?> statistics) {
    addRange(statistics, bits, count, width());
  }

  static void addRange(Statistics<?> statistics, long[] values, int count, int width) {
    long min = values[0];
    long max = values[0];
    for (int i = 1; i < count; i++) {
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
    }
    if (width == Integer.BYTES) {
      statistics.updateStats((int) min);
      statistics.updateStats((int) max);
    } else {
      statistics.updateStats(min);
      statistics.updateStats(max);
    }
  }

  @Override
  BytesInput encoded() throws IOException {
    if (differences == null) {
      return super.encoded();
    }
    differences.reset();
    if (width() == Integer.BYTES) {
      for (int i = 0; i < count; i++) {
        differences.writeInteger((int) bits[i]);
      }
    } else {
      for (int i = 0; i < count; i++) {
        differences.writeLong(bits[i]);
      }
    }
    return differences.getBytes();
  }

  @Override
  Encoding encoding() {
    return differences == null ? super.encoding() : Encoding.DELTA_BINARY_PACKED;
  }
}
