package io.partita.lake.bulk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;

/** A column of texts. */
public final class TextColumn extends DictionaryColumn {
  private final Map<Binary, Integer> numberOf = new HashMap<>();
  private final List<Binary> entries = new ArrayList<>();
  private long entryBytes;
  private long pageBytes;

  private final Binary[] values = new Binary[PAGE_ROWS];

  TextColumn(ColumnDescriptor descriptor, ValueEncoding encoding) {
    super(descriptor, encoding);
  }

  /**
   * Adds a row.
   *
   * @param value kept for some time, so of bytes that do not change
   */
  public void add(Binary value) throws IOException {
    values[count++] = value;
    pageBytes += plainBytes(value);
    endValues(1);
  }

  /** Adds rows that all have one value. */
  public void add(Binary value, int rows) throws IOException {
    long each = plainBytes(value);
    int left = rows;
    while (left > 0) {
      int more = Math.min(left, valuesToPageEnd(each));
      Arrays.fill(values, count, count + more, value);
      count += more;
      pageBytes += more * each;
      endValues(more);
      left -= more;
    }
  }

  @Override
  void clear() {
    super.clear();
    pageBytes = 0;
  }

  @Override
  void addRange(Statistics<?> statistics) {
    for (int i = 0; i < count; i++) {
      if (!isRepeated(i)) {
        statistics.updateStats(values[i]);
      }
    }
  }

  @Override
  void number(int[] to) {
    for (int i = 0; i < count; i++) {
      to[i] = isRepeated(i) ? to[i - 1] : number(values[i]);
    }
  }

  /** Whether a value is the one before it, which need not be looked up. */
  @SuppressWarnings("ReferenceEquality")
  private boolean isRepeated(int i) {
    return i > 0 && values[i] == values[i - 1];
  }

  private int number(Binary value) {
    Integer number = numberOf.putIfAbsent(value, entries.size());
    if (number == null) {
      entries.add(value);
      entryBytes += plainBytes(value);
      return entries.size() - 1;
    }
    return number;
  }

  @Override
  int entries() {
    return entries.size();
  }

  @Override
  long entryBytes() {
    return entryBytes;
  }

  @Override
  BytesInput plainEntries(int number) throws IOException {
    return plain(entries.subList(0, number));
  }

  @Override
  void forgetEntries() {
    numberOf.clear();
    entries.clear();
    entryBytes = 0;
  }

  @Override
  long plainBytes() {
    return pageBytes;
  }

  private static long plainBytes(Binary value) {
    return (long) Integer.BYTES + value.length();
  }

  @Override
  BytesInput plain() throws IOException {
    return plain(Arrays.asList(values).subList(0, count));
  }

  private static BytesInput plain(List<Binary> values) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Binary value : values) {
      BytesUtils.writeIntLittleEndian(bytes, value.length());
      value.writeTo(bytes);
    }
    return BytesInput.from(bytes);
  }
}
