package io.partita.jobs;

import io.partita.archive.InputFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A file on any file system that Hadoop reaches, read in place. */
final class HadoopFile implements InputFile {
  private final FileSystem fs;
  private final Path path;

  HadoopFile(Path path, Configuration conf) throws IOException {
    this.fs = path.getFileSystem(conf);
    this.path = path;
  }

  @Override
  public String path() {
    // Without its folder: rows about a damaged archive must not depend on where it lies.
    return path.getName();
  }

  @Override
  public long size() throws IOException {
    return fs.getFileStatus(path).getLen();
  }

  @Override
  public InputStream openStream() throws IOException {
    return fs.open(path);
  }

  @Override
  public SeekableByteChannel openChannel() throws IOException {
    return new Channel(fs.open(path), size());
  }

  /** Positioned reads only, so that the stream keeps no state a seek would have to repair. */
  private static final class Channel implements SeekableByteChannel {
    private final FSDataInputStream in;
    private final long size;
    private long position;
    private boolean open = true;

    Channel(FSDataInputStream in, long size) {
      this.in = in;
      this.size = size;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      if (!open) {
        throw new ClosedChannelException();
      }
      int wanted = (int) Math.min(target.remaining(), size - position);
      if (wanted <= 0) {
        return target.hasRemaining() ? -1 : 0;
      }
      if (target.hasArray()) {
        readFully(target.array(), target.arrayOffset() + target.position(), wanted);
        target.position(target.position() + wanted);
      } else {
        byte[] bytes = new byte[wanted];
        readFully(bytes, 0, wanted);
        target.put(bytes);
      }
      position += wanted;
      return wanted;
    }

    private void readFully(byte[] bytes, int offset, int length) throws IOException {
      try {
        in.readFully(position, bytes, offset, length);
      } catch (EOFException e) {
        throw new IOException("The file became shorter while it was read.", e);
      }
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
      if (newPosition < 0) {
        throw new IllegalArgumentException("Position " + newPosition + " is negative");
      }
      position = newPosition;
      return this;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public int write(ByteBuffer source) {
      throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long newSize) {
      throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() throws IOException {
      open = false;
      in.close();
    }
  }
}
