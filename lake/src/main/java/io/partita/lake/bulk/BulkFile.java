package io.partita.lake.bulk;

import static org.apache.parquet.column.ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH;
import static org.apache.parquet.column.ParquetProperties.DEFAULT_PAGE_WRITE_CHECKSUM_ENABLED;
import static org.apache.parquet.column.ParquetProperties.DEFAULT_STATISTICS_TRUNCATE_LENGTH;

import io.partita.lake.file.DataFile;
import io.partita.lake.file.PlainFiles;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type.Repetition;

/**
 * A Parquet file that is filled a column at a time, batch by batch: each {@link #column} gets its
 * values of some rows, and {@link #endBatch} says that all have them. The file is as parquet-mr's
 * row writer makes it, with its footer, statistics, page index and checksums, and zstd; only the
 * calls for each value of each row are not there.
 */
public final class BulkFile implements DataFile {
  /** The levels below a column that is one (Parquet format, LogicalTypes.md, "Lists"). */
  private static final List<String> LIST = List.of("list", "element");

  private final Path path;
  private final MessageType schema;
  private final long groupBytes;
  private final Map<String, String> provenance;
  private final CodecFactory codecs;
  private final ParquetFileWriter writer;
  private final Map<String, Column> columns = new LinkedHashMap<>();

  private ColumnChunkPageWriteStore group;
  private long rows;
  private long groupRows;
  private boolean isClosed;

  /**
   * @param path a file that does not exist yet
   * @param schema of columns that this package has a class for
   * @param encodings by a column's name; booleans are always plain
   * @param groupBytes a row group ends with the batch that brings it to so many bytes
   * @param provenance key-value pairs for the footer
   */
  public BulkFile(
      Path path,
      MessageType schema,
      Function<String, ValueEncoding> encodings,
      long groupBytes,
      Map<String, String> provenance,
      Configuration conf)
      throws IOException {
    Configuration plain = PlainFiles.conf(path, conf);
    this.path = path;
    this.schema = schema;
    this.groupBytes = groupBytes;
    this.provenance = provenance;
    for (ColumnDescriptor descriptor : schema.getColumns()) {
      String name = descriptor.getPath()[0];
      columns.put(name, column(descriptor, encodings.apply(name)));
    }
    this.codecs = new CodecFactory(plain, Column.PAGE_BYTES);
    this.writer = writer(path, schema, groupBytes, plain);
    writer.start();
    beginGroup();
  }

  static ParquetFileWriter writer(
      Path path, MessageType schema, long groupBytes, Configuration conf) throws IOException {
    return new ParquetFileWriter(
        HadoopOutputFile.fromPath(path, conf),
        schema,
        ParquetFileWriter.Mode.CREATE,
        groupBytes,
        ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
        DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
        DEFAULT_STATISTICS_TRUNCATE_LENGTH,
        DEFAULT_PAGE_WRITE_CHECKSUM_ENABLED);
  }

  /** Pages of a row group until it is written. */
  static ColumnChunkPageWriteStore pages(CodecFactory codecs, MessageType schema) {
    return new ColumnChunkPageWriteStore(
        codecs.getCompressor(CompressionCodecName.ZSTD),
        schema,
        HeapByteBufferAllocator.getInstance(),
        DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
        DEFAULT_PAGE_WRITE_CHECKSUM_ENABLED);
  }

  private static Column column(ColumnDescriptor descriptor, ValueEncoding encoding) {
    PrimitiveType type = descriptor.getPrimitiveType();
    boolean isNested = descriptor.getPath().length > 1;
    return switch (type.getPrimitiveTypeName()) {
      case INT32 -> isNested ? list(descriptor, encoding) : new IntegerColumn(descriptor, encoding);
      case INT64 -> new IntegerColumn(descriptor, encoding);
      case DOUBLE -> new DoubleColumn(descriptor, encoding);
      case BOOLEAN -> new FlagColumn(descriptor);
      case BINARY -> new TextColumn(descriptor, encoding);
      default -> throw new IllegalArgumentException("No column in bulk for " + descriptor);
    };
  }

  private static Column list(ColumnDescriptor descriptor, ValueEncoding encoding) {
    boolean isOfElements = List.of(descriptor.getPath()).subList(1, 3).equals(LIST);
    if (!isOfElements || descriptor.getPrimitiveType().getRepetition() != Repetition.REQUIRED) {
      throw new IllegalArgumentException("No column in bulk for " + descriptor);
    }
    return new IntListColumn(descriptor, encoding);
  }

  /**
   * A column, to add its values to.
   *
   * @param type what its values are
   */
  public <T extends Column> T column(String name, Class<T> type) {
    Column column = columns.get(name);
    if (!type.isInstance(column)) {
      throw new IllegalArgumentException(
          "Column " + name + " of " + path + " is no " + type.getSimpleName());
    }
    return type.cast(column);
  }

  /**
   * Ends a batch, and with it the row group if that is large enough.
   *
   * @param more rows that every column has got since the last batch
   */
  public void endBatch(int more) throws IOException {
    rows += more;
    groupRows += more;
    long bytes = 0;
    for (Column column : columns.values()) {
      column.requireRows(rows);
      bytes += column.bytes();
    }
    if (bytes >= Math.min(groupBytes, writer.getNextRowGroupSize())) {
      endGroup();
      beginGroup();
    }
  }

  private void beginGroup() {
    group = pages(codecs, schema);
    for (Column column : columns.values()) {
      column.beginChunk(group.getPageWriter(column.descriptor()));
    }
  }

  private void endGroup() throws IOException {
    if (groupRows > 0) {
      writer.startBlock(groupRows);
      for (Column column : columns.values()) {
        column.endChunk();
      }
      group.flushToFileWriter(writer);
      writer.endBlock();
      groupRows = 0;
    }
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public long rows() {
    return rows;
  }

  /**
   * @throws IllegalStateException when a batch was begun and not ended
   */
  @Override
  public void close() throws IOException {
    if (isClosed) {
      return;
    }
    isClosed = true;
    try {
      columns.values().forEach(column -> column.requireRows(rows));
      endGroup();
      writer.end(provenance);
    } finally {
      codecs.release();
    }
  }
}
