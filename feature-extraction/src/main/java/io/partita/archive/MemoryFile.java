package io.partita.archive;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** A file that is in memory already. */
public final class MemoryFile implements InputFile {
  private final String path;
  private final byte[] bytes;

  /**
   * @param path for messages
   * @param bytes not copied
   */
  public MemoryFile(String path, byte[] bytes) {
    this.path = path;
    this.bytes = bytes;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public InputStream openStream() {
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public SeekableByteChannel openChannel() {
    return new SeekableInMemoryByteChannel(bytes);
  }
}
