package io.partita.lake.bulk;

import io.partita.lake.file.PlainFiles;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * A column of texts that a file gets when all its rows are written: the file is copied as it is,
 * compressed, with its statistics and its page index, and only the new column is encoded.
 */
public final class AddedColumn {
  private final MessageType schema;
  private final MessageType key;
  private final MessageType added;
  private final ValueEncoding encoding;

  /**
   * @param schema of the file with the column, which is the last
   * @param key a column without nulls, which decides what a row gets
   */
  public AddedColumn(MessageType schema, String key, ValueEncoding encoding) {
    this.schema = schema;
    this.key = alone(schema.getType(key));
    this.added = alone(schema.getType(schema.getFieldCount() - 1));
    this.encoding = encoding;
  }

  private MessageType alone(Type column) {
    return new MessageType(schema.getName(), column);
  }

  /** The schema of a file without the column. */
  public MessageType before() {
    return new MessageType(
        schema.getName(), schema.getFields().subList(0, schema.getFieldCount() - 1));
  }

  /**
   * Copies a file with the column.
   *
   * @param from of the schema {@link #before}
   * @param to a file that does not exist yet
   * @param value what a row gets, by its key
   * @param provenance key-value pairs for the footer
   */
  public void copy(
      Path from,
      Path to,
      UnaryOperator<String> value,
      Map<String, String> provenance,
      Configuration conf)
      throws IOException {
    Configuration plain = PlainFiles.conf(to, conf);
    CodecFactory codecs = new CodecFactory(plain, Column.PAGE_BYTES);
    HadoopInputFile file = HadoopInputFile.fromPath(from, plain);
    try (ParquetFileReader reader = ParquetFileReader.open(file);
        SeekableInputStream bytes = file.newStream()) {
      reader.setRequestedSchema(key);
      ParquetFileWriter writer =
          BulkFile.writer(to, schema, ParquetWriter.DEFAULT_BLOCK_SIZE, plain);
      writer.start();
      for (BlockMetaData group : reader.getRowGroups()) {
        writer.startBlock(group.getRowCount());
        copy(group, reader, bytes, writer);
        add(group.getRowCount(), reader, value, codecs, writer);
        writer.endBlock();
      }
      writer.end(provenance);
    } finally {
      codecs.release();
    }
  }

  private void copy(
      BlockMetaData group,
      ParquetFileReader reader,
      SeekableInputStream bytes,
      ParquetFileWriter writer)
      throws IOException {
    List<ColumnDescriptor> columns = before().getColumns();
    for (int i = 0; i < columns.size(); i++) {
      ColumnChunkMetaData chunk = group.getColumns().get(i);
      writer.appendColumnChunk(
          columns.get(i),
          bytes,
          chunk,
          null,
          reader.readColumnIndex(chunk),
          reader.readOffsetIndex(chunk));
    }
  }

  private void add(
      long rows,
      ParquetFileReader reader,
      UnaryOperator<String> value,
      CodecFactory codecs,
      ParquetFileWriter writer)
      throws IOException {
    ColumnDescriptor descriptor = added.getColumns().get(0);
    ColumnChunkPageWriteStore pages = BulkFile.pages(codecs, added);
    TextColumn column = new TextColumn(descriptor, encoding);
    column.beginChunk(pages.getPageWriter(descriptor));
    ColumnReader keys = keys(reader.readNextRowGroup());
    for (long row = 0; row < rows; row++) {
      column.add(Binary.fromString(value.apply(keys.getBinary().toStringUsingUTF8())));
      keys.consume();
    }
    column.endChunk();
    pages.flushToFileWriter(writer);
  }

  private ColumnReader keys(PageReadStore group) {
    return new ColumnReadStoreImpl(group, new GroupRecordConverter(key).getRootConverter(), key, "")
        .getColumnReader(key.getColumns().get(0));
  }
}
