package io.partita.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/**
 * A file to read, wherever it lies. The core reads local disks; the jobs bring their own for HDFS.
 */
public interface InputFile {
  /** The path as a person would write it, for messages and for the {@code source} column. */
  String path();

  /** Its length in bytes. */
  long size() throws IOException;

  /** A stream from its first byte; the caller closes it. Unbuffered streams are welcome. */
  InputStream openStream() throws IOException;

  /**
   * Another file of the same folder.
   *
   * @param name without folders
   * @return empty where it is not there, or this is in no folder
   */
  default Optional<InputFile> beside(String name) throws IOException {
    return Optional.empty();
  }

  /** A read-only channel positioned at 0; the caller closes it. */
  SeekableByteChannel openChannel() throws IOException;
}
