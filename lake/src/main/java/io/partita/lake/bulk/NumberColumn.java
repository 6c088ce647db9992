package io.partita.lake.bulk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** A column of numbers, which are kept as the 64 bits that they have or would have. */
abstract class NumberColumn extends DictionaryColumn {
  private final int width;
  private final NumberDictionary dictionary = new NumberDictionary();

  /** Of the page. */
  long[] bits = new long[PAGE_ROWS];

  NumberColumn(ColumnDescriptor descriptor, ValueEncoding encoding) {
    super(descriptor, encoding);
    this.width =
        descriptor.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT32
            ? Integer.BYTES
            : Long.BYTES;
  }

  /** Of a number in the file: 4 or 8 bytes. */
  final int width() {
    return width;
  }

  /** Makes room for so many more values. */
  final void reserve(int more) {
    if (bits.length - count < more) {
      bits = Arrays.copyOf(bits, Math.max(2 * bits.length, count + more));
    }
  }

  @Override
  final void number(int[] to) {
    for (int i = 0; i < count; i++) {
      boolean isRepeated = i > 0 && bits[i] == bits[i - 1];
      to[i] = isRepeated ? to[i - 1] : dictionary.number(bits[i]);
    }
  }

  @Override
  final int entries() {
    return dictionary.size();
  }

  @Override
  final long entryBytes() {
    return (long) dictionary.size() * width;
  }

  @Override
  final BytesInput plainEntries(int number) {
    return plain(dictionary.entries(), number);
  }

  @Override
  final void forgetEntries() {
    dictionary.clear();
  }

  @Override
  final long plainBytes() {
    return (long) count * width;
  }

  @Override
  final BytesInput plain() {
    return plain(bits, count);
  }

  private BytesInput plain(long[] of, int number) {
    byte[] bytes = new byte[number * width];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (width == Long.BYTES) {
      buffer.asLongBuffer().put(of, 0, number);
    } else {
      for (int i = 0; i < number; i++) {
        buffer.putInt((int) of[i]);
      }
    }
    return BytesInput.from(bytes);
  }
}
