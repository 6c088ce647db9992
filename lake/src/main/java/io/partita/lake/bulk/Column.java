package io.partita.lake.bulk;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.ValuesWriter;

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

  private static final ParquetProperties PROPERTIES = ParquetProperties.builder().build();

  private final ColumnDescriptor descriptor;
  private final ValuesWriter repetitionLevels;
  private final ValuesWriter definitionLevels;

  private PageWriter chunk;
  private long rows;
  private int pageRows;
  private int pageNulls;
  private long pageBytes;

  /** How many values the page has; nulls are not among them. */
  int count;

  Column(ColumnDescriptor descriptor) {
    this.descriptor = descriptor;
    this.repetitionLevels = PROPERTIES.newRepetitionLevelWriter(descriptor);
    this.definitionLevels = PROPERTIES.newDefinitionLevelWriter(descriptor);
  }

  /** Adds the smallest and the largest of the page's values, of which there is one at least. */
  abstract void addRange(Statistics<?> statistics);

  /** The page's values, encoded. */
  abstract BytesInput encoded() throws IOException;

  /** How {@link #encoded} did it last. */
  abstract Encoding encoding();

  /** The dictionary that pages of the chunk refer to, or null; the next chunk gets another. */
  abstract DictionaryPage takeDictionary() throws IOException;

  /** Adds a row without a value. */
  public final void addNull() throws IOException {
    if (descriptor.getMaxDefinitionLevel() == 0) {
      throw new IllegalStateException("Column " + name() + " must not be null");
    }
    addLevels(0, 0);
    pageNulls++;
    endRow();
  }

  /** Adds rows without a value. */
  public final void addNulls(int number) throws IOException {
    for (int i = 0; i < number; i++) {
      addNull();
    }
  }

  /** Says where a value is, or what is there in its place. */
  final void addLevels(int repetition, int definition) {
    repetitionLevels.writeInteger(repetition);
    definitionLevels.writeInteger(definition);
  }

  /** Ends a row that has one value. */
  final void endValue(long bytes) throws IOException {
    if (descriptor.getMaxDefinitionLevel() > 0) {
      addLevels(0, descriptor.getMaxDefinitionLevel());
    }
    pageBytes += bytes;
    endRow();
  }

  /** Ends a row whose levels were added. */
  final void endList(long bytes) throws IOException {
    pageNulls += bytes == 0 ? 1 : 0; // as parquet-mr counts a list without elements
    pageBytes += bytes;
    endRow();
  }

  private void endRow() throws IOException {
    rows++;
    pageRows++;
    if (pageRows == PAGE_ROWS || openBytes() >= PAGE_BYTES - TOLERANCE_BYTES) {
      endPage();
    }
  }

  private long openBytes() {
    return pageBytes + repetitionLevels.getBufferedSize() + definitionLevels.getBufferedSize();
  }

  private void endPage() throws IOException {
    Statistics<?> statistics = Statistics.createStats(descriptor.getPrimitiveType());
    statistics.incrementNumNulls(pageNulls);
    if (count > 0) {
      addRange(statistics);
    }
    BytesInput values = encoded();
    chunk.writePage(
        BytesInput.concat(repetitionLevels.getBytes(), definitionLevels.getBytes(), values),
        count + pageNulls,
        pageRows,
        statistics,
        repetitionLevels.getEncoding(),
        definitionLevels.getEncoding(),
        encoding());
    repetitionLevels.reset();
    definitionLevels.reset();
    count = 0;
    pageRows = 0;
    pageNulls = 0;
    pageBytes = 0;
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
