package io.partita.lake.file;

import java.io.Closeable;
import org.apache.hadoop.fs.Path;

/** A file of rows while it is written; it is whole when it is closed. */
public interface DataFile extends Closeable {
  Path path();

  /** How many rows it has got. */
  long rows();
}
