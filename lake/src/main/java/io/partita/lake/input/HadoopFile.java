package io.partita.lake.input;

import io.partita.archive.InputFile;
import io.partita.archive.ReadOnlyChannel;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A file on any file system that Hadoop reaches, read in place. */
public final class HadoopFile implements InputFile {
  private final FileSystem fs;
  private final Path path;

  public HadoopFile(Path path, Configuration conf) throws IOException {
    this(path.getFileSystem(conf), path);
  }

  private HadoopFile(FileSystem fs, Path path) {
    this.fs = fs;
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
  public Optional<InputFile> beside(String name) throws IOException {
    Path other = new Path(path.getParent(), name);
    return fs.exists(other) ? Optional.of(new HadoopFile(fs, other)) : Optional.empty();
  }

  @Override
  public SeekableByteChannel openChannel() throws IOException {
    return new Channel(fs.open(path), size());
  }

  /** Positioned reads only, so that the stream keeps no state a seek would have to repair. */
  private static final class Channel extends ReadOnlyChannel {
    private final FSDataInputStream in;

    Channel(FSDataInputStream in, long size) {
      super(size, in);
      this.in = in;
    }

    @Override
    protected int read(long from, ByteBuffer target) throws IOException {
      int count = target.remaining();
      if (target.hasArray()) {
        readFully(from, target.array(), target.arrayOffset() + target.position(), count);
        target.position(target.position() + count);
      } else {
        byte[] bytes = new byte[count];
        readFully(from, bytes, 0, count);
        target.put(bytes);
      }
      return count;
    }

    private void readFully(long from, byte[] bytes, int offset, int length) throws IOException {
      try {
        in.readFully(from, bytes, offset, length);
      } catch (EOFException e) {
        throw new IOException("The file became shorter while it was read.", e);
      }
    }
  }
}
