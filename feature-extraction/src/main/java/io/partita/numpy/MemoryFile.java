package io.partita.numpy;

import io.partita.archive.InputFile;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** Bytes that are read as a file. */
final class MemoryFile implements InputFile {
  private final byte[] bytes;

  MemoryFile(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public String path() {
    return "npz";
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
