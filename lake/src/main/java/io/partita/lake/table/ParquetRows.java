package io.partita.lake.table;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * The rows of a Parquet file in their order, one at a time and without a query, for what a job has
 * just written and reads once more.
 */
public final class ParquetRows implements Closeable {
  private final ParquetReader<Group> reader;

  public ParquetRows(Path file, Configuration conf) throws IOException {
    reader = new Builder(HadoopInputFile.fromPath(file, conf)).build();
  }

  /** The same with some of the columns alone. */
  public ParquetRows(Path file, Configuration conf, Set<String> columns) throws IOException {
    InputFile input = HadoopInputFile.fromPath(file, conf);
    Configuration settings = new Configuration(conf);
    try (ParquetFileReader footer = ParquetFileReader.open(input)) {
      MessageType all = footer.getFileMetaData().getSchema();
      List<Type> read =
          all.getFields().stream().filter(field -> columns.contains(field.getName())).toList();
      settings.set(
          ReadSupport.PARQUET_READ_SCHEMA, new MessageType(all.getName(), read).toString());
    }
    reader = new Builder(input).withConf(settings).build();
  }

  /** Of the file's own settings; a builder of a path reads all of Hadoop's once more. */
  private static final class Builder extends ParquetReader.Builder<Group> {
    Builder(InputFile file) {
      super(file);
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }

  /** Gets rows one after another. */
  @FunctionalInterface
  public interface Visitor {
    void row(Group row) throws IOException;
  }

  /** Visits all rows of a file. */
  public static void forEach(Path file, Configuration conf, Visitor visitor) throws IOException {
    try (ParquetRows rows = new ParquetRows(file, conf)) {
      rows.forEach(visitor);
    }
  }

  /** The same with some of the columns alone. */
  public static void forEach(Path file, Configuration conf, Set<String> columns, Visitor visitor)
      throws IOException {
    try (ParquetRows rows = new ParquetRows(file, conf, columns)) {
      rows.forEach(visitor);
    }
  }

  private void forEach(Visitor visitor) throws IOException {
    for (Group row = reader.read(); row != null; row = reader.read()) {
      visitor.row(row);
    }
  }

  /** The next row; empty at the end. */
  public Optional<Group> next() throws IOException {
    return Optional.ofNullable(reader.read());
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
