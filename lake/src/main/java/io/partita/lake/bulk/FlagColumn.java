package io.partita.lake.bulk;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.Statistics;

/** A column of booleans, a bit each, the lowest first. */
public final class FlagColumn extends Column {
  private final boolean[] values = new boolean[PAGE_ROWS];

  FlagColumn(ColumnDescriptor descriptor) {
    super(descriptor);
  }

  /** Adds a row. */
  public void add(boolean value) throws IOException {
    values[count++] = value;
    endSmallValue();
  }

  @Override
  void addRange(Statistics<?> statistics) {
    boolean any = false;
    boolean all = true;
    for (int i = 0; i < count; i++) {
      any |= values[i];
      all &= values[i];
    }
    statistics.updateStats(all);
    statistics.updateStats(any);
  }

  @Override
  long plainBytes() {
    return bytesOfBits();
  }

  private int bytesOfBits() {
    return (count + Byte.SIZE - 1) / Byte.SIZE;
  }

  @Override
  BytesInput encoded() {
    byte[] bytes = new byte[bytesOfBits()];
    for (int i = 0; i < count; i++) {
      bytes[i / Byte.SIZE] |= (byte) ((values[i] ? 1 : 0) << (i % Byte.SIZE));
    }
    return BytesInput.from(bytes);
  }

  @Override
  Encoding encoding() {
    return Encoding.PLAIN;
  }

  @Override
  DictionaryPage takeDictionary() {
    return null;
  }
}
