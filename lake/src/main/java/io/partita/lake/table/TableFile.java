package io.partita.lake.table;

import io.partita.lake.bulk.BulkFile;
import io.partita.lake.bulk.ValueEncoding;
import io.partita.lake.file.DataFile;
import io.partita.lake.file.PlainFiles;
import java.io.IOException;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.parquet.ParquetWriteSupport;
import org.apache.spark.sql.types.StructType;

/**
 * One Parquet file of a table while it is written: zstd, page index, dictionaries except where the
 * table's {@link Storage} says that they never pay. Several of them can be open at once, which is
 * how one pass over an archive fills several tables.
 *
 * @param <T> type that one row is made from
 */
public final class TableFile<T> implements DataFile {
  /** Rows of half a megabyte and more: the writer looks at its memory after every few of them. */
  private static final int LARGE_ROWS_PER_CHECK = 2;

  private final Path path;
  private final ParquetWriter<T> writer;
  private long rows;

  /**
   * @param path a file that does not exist yet
   * @param rows how they are written
   */
  private TableFile(
      Path path, StructType schema, Storage storage, Configuration conf, WriteSupport<T> rows)
      throws IOException {
    this.path = path;
    Configuration plain = PlainFiles.conf(path, conf);
    Builder<T> builder = new Builder<>(HadoopOutputFile.fromPath(path, plain), rows);
    builder
        .withConf(plain)
        .withCompressionCodec(CompressionCodecName.ZSTD)
        .withRowGroupSize(storage.rowGroupBytes())
        .withWriteMode(ParquetFileWriter.Mode.CREATE);
    if (storage.hasLargeRows()) {
      builder
          .withMinRowCountForPageSizeCheck(1)
          .withMaxRowCountForPageSizeCheck(LARGE_ROWS_PER_CHECK);
    }
    for (ColumnDescriptor column : ParquetSchema.of(schema).getColumns()) {
      String[] names = column.getPath();
      builder.withDictionaryEncoding(
          String.join(".", names), storage.encoding(names[0]) == ValueEncoding.DICTIONARY);
    }
    this.writer = builder.build();
  }

  private static <T> TableFile<T> of(
      Path path, LakeTable table, WriteSupport<T> rows, Configuration conf) throws IOException {
    return new TableFile<>(path, table.schema(), table.spec().storage(), conf, rows);
  }

  /** A file of ready rows, for the tables that are small. */
  public static TableFile<Row> ofRows(
      Path path, LakeTable table, Map<String, String> provenance, Configuration conf)
      throws IOException {
    return of(path, table, rows(table.schema(), provenance), conf);
  }

  /** A file of rows that a query makes, with the table's columns. */
  public static TableFile<InternalRow> ofQuery(
      Path path, LakeTable table, Map<String, String> provenance, Configuration conf)
      throws IOException {
    return of(path, table, new QuerySupport(table.schema(), provenance), conf);
  }

  /** A file of rows that were read from other files of the table. */
  public static TableFile<Group> ofCopies(
      Path path, LakeTable table, Map<String, String> provenance, Configuration conf)
      throws IOException {
    return ofCopies(path, table, provenance, row -> Map.of(), conf);
  }

  /**
   * The same where some columns get other values.
   *
   * @param replaced of a row, by column; null of none
   */
  public static TableFile<Group> ofCopies(
      Path path,
      LakeTable table,
      Map<String, String> provenance,
      Function<Group, Map<String, ?>> replaced,
      Configuration conf)
      throws IOException {
    return of(
        path,
        table,
        new RowSupport<Group>(
            table.schema(), provenance, (row, to) -> to.copy(row, replaced.apply(row))),
        conf);
  }

  /** A file of rows that are on their way to a table, to be read once or twice. */
  public static TableFile<Row> ofRows(
      Path path, StructType schema, Map<String, String> provenance, Configuration conf)
      throws IOException {
    return new TableFile<>(path, schema, Storage.USUAL, conf, rows(schema, provenance));
  }

  private static RowSupport<Row> rows(StructType schema, Map<String, String> provenance) {
    return new RowSupport<Row>(schema, provenance, (row, to) -> to.add(row));
  }

  /** A file that is filled a column at a time, for the tables that are large. */
  public static BulkFile inBulk(
      Path path, LakeTable table, Map<String, String> provenance, Configuration conf)
      throws IOException {
    Storage storage = table.spec().storage();
    MessageType schema = ParquetSchema.of(table.schema());
    return new BulkFile(path, schema, storage::encoding, storage.rowGroupBytes(), provenance, conf);
  }

  public void write(T value) throws IOException {
    writer.write(value);
    rows++;
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  private static final class Builder<T> extends ParquetWriter.Builder<T, Builder<T>> {
    private final WriteSupport<T> support;

    Builder(HadoopOutputFile file, WriteSupport<T> support) {
      super(file);
      this.support = support;
    }

    @Override
    protected Builder<T> self() {
      return this;
    }

    @Override
    protected WriteSupport<T> getWriteSupport(Configuration conf) {
      return support;
    }
  }

  private static final class RowSupport<T> extends WriteSupport<T> {
    private final StructType schema;
    private final Map<String, String> provenance;
    private final BiConsumer<T, RowWriter> rowShape;
    private RowWriter rows;

    RowSupport(
        StructType schema, Map<String, String> provenance, BiConsumer<T, RowWriter> rowShape) {
      this.schema = schema;
      this.provenance = provenance;
      this.rowShape = rowShape;
    }

    @Override
    public WriteContext init(Configuration conf) {
      return new WriteContext(ParquetSchema.of(schema), provenance);
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      rows = new RowWriter(consumer, schema);
    }

    @Override
    public void write(T value) {
      rowShape.accept(value, rows);
    }
  }

  /**
   * Rows as Spark has them in memory, by its own writer, which would number no column: the file's
   * schema is the table's.
   */
  private static final class QuerySupport extends WriteSupport<InternalRow> {
    private final ParquetWriteSupport spark = new ParquetWriteSupport();
    private final StructType schema;
    private final Map<String, String> provenance;

    QuerySupport(StructType schema, Map<String, String> provenance) {
      this.schema = schema;
      this.provenance = provenance;
    }

    @Override
    public WriteContext init(Configuration conf) {
      Configuration settings = new Configuration(conf);
      ParquetWriteSupport.setSchema(schema, settings);
      settings.set("spark.sql.parquet.writeLegacyFormat", "false");
      settings.set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
      settings.set("spark.sql.parquet.fieldId.write.enabled", "false");
      spark.init(settings);
      return new WriteContext(ParquetSchema.of(schema), provenance);
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      spark.prepareForWrite(consumer);
    }

    @Override
    public void write(InternalRow row) {
      for (int i = 0; i < schema.size(); i++) {
        if (row.isNullAt(i) && !schema.apply(i).nullable()) {
          throw new IllegalStateException("Column " + schema.apply(i).name() + " must not be null");
        }
      }
      spark.write(row);
    }
  }
}
