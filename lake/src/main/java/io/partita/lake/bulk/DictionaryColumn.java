package io.partita.lake.bulk;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;

/**
 * A column whose values are kept once and numbered, as long as that pays (Parquet format,
 * Encodings.md, "Dictionary Encoding"). The rules are parquet-mr's: the dictionary has at most a
 * megabyte, and with it the first page must be smaller than plain values. A chunk that breaks a
 * rule has plain pages from there on; those before keep the dictionary.
 */
@SuppressWarnings("deprecation") // PLAIN_DICTIONARY is what parquet-mr 1.13 calls it in such pages
abstract class DictionaryColumn extends Column {
  private final boolean hasNone;

  private int[] numbers = new int[PAGE_ROWS];
  private boolean hasGivenUp;
  private boolean isFirstPage = true;

  /** How many entries the pages before refer to. */
  private int used;

  DictionaryColumn(ColumnDescriptor descriptor, ValueEncoding encoding) {
    super(descriptor);
    this.hasNone = encoding != ValueEncoding.DICTIONARY;
    this.hasGivenUp = hasNone;
  }

  /** Adds the page's values to the dictionary where they are not yet, and numbers them all. */
  abstract void number(int[] to);

  abstract int entries();

  /** Of all entries as plain values. */
  abstract long entryBytes();

  /** The first entries as plain values. */
  abstract BytesInput plainEntries(int number) throws IOException;

  abstract void forgetEntries();

  /** The page's values as they are, little-endian (Parquet format, Encodings.md, "Plain"). */
  abstract BytesInput plain() throws IOException;

  @Override
  BytesInput encoded() throws IOException {
    if (!hasGivenUp) {
      if (numbers.length < count) {
        numbers = new int[count];
      }
      number(numbers);
      if (entryBytes() <= PAGE_BYTES) {
        BytesInput runs = runs();
        if (!isFirstPage || runs.size() + entryBytes() < plainBytes()) {
          isFirstPage = false;
          used = entries();
          return runs;
        }
      }
      hasGivenUp = true;
    }
    return plain();
  }

  @Override
  Encoding encoding() {
    return hasGivenUp ? Encoding.PLAIN : Encoding.PLAIN_DICTIONARY;
  }

  @Override
  DictionaryPage takeDictionary() throws IOException {
    DictionaryPage page =
        used == 0 ? null : new DictionaryPage(plainEntries(used), used, Encoding.PLAIN_DICTIONARY);
    forgetEntries();
    hasGivenUp = hasNone;
    isFirstPage = true;
    used = 0;
    return page;
  }

  /** The width of the numbers in a byte, then the numbers: runs of one, or packed by eights. */
  private BytesInput runs() {
    int width = BytesUtils.getWidthFromMaxInt(entries() - 1);
    RunEncoder encoder = new RunEncoder(width);
    int start = 0;
    for (int i = 1; i <= count; i++) {
      if (i == count || numbers[i] != numbers[start]) {
        encoder.add(numbers[start], i - start);
        start = i;
      }
    }
    return BytesInput.concat(BytesInput.from(new byte[] {(byte) width}), encoder.take());
  }
}
