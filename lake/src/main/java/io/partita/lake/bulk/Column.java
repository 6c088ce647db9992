package io.partita.lake.bulk;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;

/**
 * A column of a {@link BulkFile}. Its values are kept as they come until they fill a page, and are
 * encoded then, in loops over an array (Parquet format, "Data Pages", version 1). A page ends where
 * parquet-mr's writer ends it when it looks after every row: after 20,000 rows, or with the row
 * that brings it to nine tenths of a megabyte.
 */
public abstract class Column {
  static final int PAGE_ROWS = ParquetProperties.DEFAULT_PAGE_ROW_COUNT_LIMIT;
  static final int PAGE_BYTES = ParquetProperties.DEFAULT_PAGE_SIZE;

  /** What parquet-mr lets a page lack of its size. */
  private static final int TOLERANCE_BYTES = PAGE_BYTES / 10;

  private final ColumnDescriptor descriptor;

  /** Null where a level is always 0. */
  private final RunEncoder repetitionLevels;

  private final RunEncoder definitionLevels;
  private final int present;

  private PageWriter chunk;
  private long rowsBefore;
  private int pageRows;
  private int pageNulls;

  /** Small values whose level is not yet among the others. */
  private int waiting;

  /** How many values the page has; nulls are not among them. */
  int count;

  Column(ColumnDescriptor descriptor) {
    this.descriptor = descriptor;
    this.repetitionLevels = levels(descriptor.getMaxRepetitionLevel());
    this.definitionLevels = levels(descriptor.getMaxDefinitionLevel());
    this.present = descriptor.getMaxDefinitionLevel();
  }

  private static RunEncoder levels(int max) {
    return max == 0 ? null : new RunEncoder(BytesUtils.getWidthFromMaxInt(max));
  }

  /** Adds the smallest and the largest of the page's values, of which there is one at least. */
  abstract void addRange(Statistics<?> statistics);

  /** What the page's values take as they are. */
  abstract long plainBytes();

  /** The page's values, encoded. */
  abstract BytesInput encoded() throws IOException;

  /** Forgets the page's values. */
  void clear() {
    count = 0;
  }

  /** How {@link #encoded} did it last. */
  abstract Encoding encoding();

  /** The dictionary that pages of the chunk refer to, or null; the next chunk gets another. */
  abstract DictionaryPage takeDictionary() throws IOException;

  /** Adds a row without a value. */
  public final void addNull() throws IOException {
    if (descriptor.getPath().length == 1 ? present == 0 : present == 1) {
      throw new IllegalStateException("Column " + name() + " must not be null");
    }
    addAbsent(0);
  }

  /** Adds rows without a value. */
  public final void addNulls(int number) throws IOException {
    for (int i = 0; i < number; i++) {
      addNull();
    }
  }

  private void addAbsent(int definition) throws IOException {
    addWaiting();
    if (repetitionLevels != null) {
      repetitionLevels.add(0);
    }
    definitionLevels.add(definition);
    pageNulls++;
    endRow();
  }

  /** Ends a row that has a value of eight bytes at most: so many of them are too few for a page. */
  final void endSmallValue() throws IOException {
    waiting++;
    pageRows++;
    if (pageRows == PAGE_ROWS) {
      endPage();
    }
  }

  private void addWaiting() {
    if (definitionLevels != null && waiting > 0) {
      definitionLevels.add(present, waiting);
    }
    waiting = 0;
  }

  /** How many values of so many bytes end the page; one at a time where levels count, too. */
  final int valuesToPageEnd(long bytes) {
    if (definitionLevels != null) {
      return 1;
    }
    long room = PAGE_BYTES - TOLERANCE_BYTES - openBytes();
    long values = Math.max(1, (room + bytes - 1) / bytes);
    return (int) Math.min(values, PAGE_ROWS - pageRows);
  }

  /** Ends so many rows that have a value of any length, no more than end the page. */
  final void endValues(int number) throws IOException {
    if (definitionLevels != null) {
      definitionLevels.add(present, number);
    }
    pageRows += number - 1;
    endRow();
  }

  /** Ends a row that has a list. */
  final void endList(int elements) throws IOException {
    if (elements == 0) {
      addAbsent(present - 1); // counted as a null, as parquet-mr does
      return;
    }
    repetitionLevels.add(0);
    repetitionLevels.add(1, elements - 1);
    definitionLevels.add(present, elements);
    endRow();
  }

  private void endRow() throws IOException {
    pageRows++;
    if (pageRows == PAGE_ROWS || openBytes() >= PAGE_BYTES - TOLERANCE_BYTES) {
      endPage();
    }
  }

  private long openBytes() {
    return plainBytes() + size(repetitionLevels) + size(definitionLevels);
  }

  private static int size(RunEncoder levels) {
    return levels == null ? 0 : levels.size();
  }

  private static BytesInput taken(RunEncoder levels) {
    if (levels == null) {
      return BytesInput.empty();
    }
    BytesInput bytes = levels.take();
    return BytesInput.concat(BytesInput.fromInt((int) bytes.size()), bytes);
  }

  /** Levels that are not there have an encoding that is given up, as parquet-mr says of them. */
  @SuppressWarnings("deprecation")
  private static Encoding encoding(RunEncoder levels) {
    return levels == null ? Encoding.BIT_PACKED : Encoding.RLE;
  }

  private void endPage() throws IOException {
    Statistics<?> statistics = Statistics.createStats(descriptor.getPrimitiveType());
    statistics.incrementNumNulls(pageNulls);
    if (count > 0) {
      addRange(statistics);
    }
    addWaiting();
    BytesInput values = encoded();
    chunk.writePage(
        BytesInput.concat(taken(repetitionLevels), taken(definitionLevels), values),
        count + pageNulls,
        pageRows,
        statistics,
        encoding(repetitionLevels),
        encoding(definitionLevels),
        encoding());
    rowsBefore += pageRows;
    clear();
    pageRows = 0;
    pageNulls = 0;
  }

  final void beginChunk(PageWriter next) {
    chunk = next;
  }

  final void endChunk() throws IOException {
    if (pageRows > 0) {
      endPage();
    }
    DictionaryPage dictionary = takeDictionary();
    if (dictionary != null) {
      chunk.writeDictionaryPage(dictionary);
    }
  }

  /** The bytes of the chunk in memory: of its pages as they are compressed, and of the open one. */
  final long bytes() {
    return openBytes() + chunk.getMemSize();
  }

  final void requireRows(long expected) {
    long rows = rowsBefore + pageRows;
    if (rows != expected) {
      throw new IllegalStateException(
          "Column " + name() + " has " + rows + " rows where there are " + expected);
    }
  }

  final String name() {
    return descriptor.getPath()[0];
  }

  final ColumnDescriptor descriptor() {
    return descriptor;
  }
}
