package io.partita.lake.table;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * One Parquet file of a table while it is written: zstd, page index, dictionaries except where
 * {@link #plainColumns} says that they never pay. Several of them can be open at once, which is how
 * one pass over an archive fills several tables.
 *
 * @param <T> what one row is made from
 */
public final class TableFile<T> implements Closeable {
  /** Row groups of the big tables, in bytes: a reader's unit of parallel work. */
  public static final long ROW_GROUP_BYTES = 128L << 20;

  /** Row groups of tables whose rows are looked up one at a time. */
  public static final long SMALL_ROW_GROUP_BYTES = 8L << 20;

  /** Row groups of {@link LakeTable#MEL}, whose cells are large: a reader holds a whole one. */
  public static final long MEL_ROW_GROUP_BYTES = 64L << 20;

  /** Rows of half a megabyte and more: the writer looks at its memory after every few of them. */
  private static final int LARGE_ROWS_PER_CHECK = 2;

  private final Path path;
  private final ParquetWriter<T> writer;
  private long rows;

  /**
   * @param path a file that does not exist yet
   * @param table gives the schema, the row group size and the encodings
   * @param provenance key-value pairs for the file's footer: which run made it
   * @param rowShape writes every column of one row, in order
   */
  public TableFile(
      Path path,
      LakeTable table,
      Map<String, String> provenance,
      Configuration conf,
      BiConsumer<T, ColumnWriter> rowShape)
      throws IOException {
    this.path = path;
    Builder<T> builder =
        new Builder<>(
            HadoopOutputFile.fromPath(path, conf),
            new RowSupport<>(table.schema(), provenance, rowShape));
    builder
        .withConf(conf)
        .withCompressionCodec(CompressionCodecName.ZSTD)
        .withRowGroupSize(rowGroupBytes(table))
        .withWriteMode(ParquetFileWriter.Mode.CREATE);
    if (hasLargeRows(table)) {
      builder
          .withMinRowCountForPageSizeCheck(1)
          .withMaxRowCountForPageSizeCheck(LARGE_ROWS_PER_CHECK);
    }
    for (String column : plainColumns(table)) {
      builder.withDictionaryEncoding(column, false);
    }
    for (String column : lookUpColumns(table)) {
      builder.withBloomFilterEnabled(column, true);
    }
    this.writer = builder.build();
  }

  /** A file of ready rows, for the tables that are small. */
  public static TableFile<Row> ofRows(
      Path path, LakeTable table, Map<String, String> provenance, Configuration conf)
      throws IOException {
    return new TableFile<>(path, table, provenance, conf, (row, columns) -> columns.addRow(row));
  }

  public void write(T value) throws IOException {
    writer.write(value);
    rows++;
  }

  public long rows() {
    return rows;
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  /** The same settings for files that Spark writes itself. */
  public static Map<String, String> sparkOptions(LakeTable table) {
    Map<String, String> options = new HashMap<>();
    options.put("compression", "zstd");
    options.put("parquet.block.size", Long.toString(rowGroupBytes(table)));
    if (hasLargeRows(table)) {
      options.put("parquet.page.size.row.check.min", "1");
      options.put("parquet.page.size.row.check.max", Integer.toString(LARGE_ROWS_PER_CHECK));
    }
    for (String column : lookUpColumns(table)) {
      options.put("parquet.bloom.filter.enabled#" + column, "true");
    }
    return options;
  }

  /** Whether a row may have megabytes: a spectrogram, a whole file, or its tokens. */
  private static boolean hasLargeRows(LakeTable table) {
    return switch (table) {
      case MEL, MIDI_BYTES, TOKENS -> true;
      default -> false;
    };
  }

  private static long rowGroupBytes(LakeTable table) {
    return switch (table) {
      case MIDI_BYTES -> SMALL_ROW_GROUP_BYTES;
      case MEL -> MEL_ROW_GROUP_BYTES;
      default -> ROW_GROUP_BYTES;
    };
  }

  /** Columns whose values hardly repeat: a dictionary would be built and thrown away. */
  private static String[] plainColumns(LakeTable table) {
    return switch (table) {
      case NOTES ->
          new String[] {
            "note_idx",
            "onset_tick",
            "offset_tick",
            "onset_s",
            "duration_s",
            "position_in_bar_quarters"
          };
      case MIDI_BYTES -> new String[] {"midi_md5", "bytes"};
      case MIDI_FILES -> new String[] {"midi_md5", "content_hash"};
      case MEL -> new String[] {"mel", "mel_mean", "mel_std", "mel_min", "mel_max"};
      case AUDIO_TRACKS -> new String[] {"sha256"};
      default -> new String[0];
    };
  }

  /** Columns that people look up and that the rows are not sorted by. */
  private static String[] lookUpColumns(LakeTable table) {
    return switch (table) {
      case MIDI_FILES -> new String[] {"content_hash"};
      case MIDI_SOURCES -> new String[] {"midi_md5"};
      default -> new String[0];
    };
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
    private final BiConsumer<T, ColumnWriter> rowShape;
    private ColumnWriter columns;

    RowSupport(
        StructType schema, Map<String, String> provenance, BiConsumer<T, ColumnWriter> rowShape) {
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
      columns = new ColumnWriter(consumer, schema);
    }

    @Override
    public void write(T value) {
      columns.beginRow();
      rowShape.accept(value, columns);
      columns.endRow();
    }
  }
}
