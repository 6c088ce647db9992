package io.partita.lake.table;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;

/**
 * The rows of a Parquet file in their order, one at a time and without a query, for what a job has
 * just written and reads once more.
 */
public final class ParquetRows implements Closeable {
  private final ParquetReader<Group> reader;

  public ParquetRows(Path file, Configuration conf) throws IOException {
    reader = new Builder(HadoopInputFile.fromPath(file, conf)).build();
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

  /** The next row; empty at the end. */
  public Optional<Group> next() throws IOException {
    return Optional.ofNullable(reader.read());
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
