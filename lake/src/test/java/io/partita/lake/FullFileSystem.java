package io.partita.lake;

import io.partita.lake.file.PlainFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;

/** The local disk under the scheme {@code full}, where no file gets a byte while it is full. */
public final class FullFileSystem extends PlainFiles.Disk {
  public static final String SCHEME = "full";
  private static boolean isFull;

  public static Configuration configuration() {
    Configuration conf = new Configuration();
    conf.setClass("fs." + SCHEME + ".impl", FullFileSystem.class, RawLocalFileSystem.class);
    return conf;
  }

  public static void setFull(boolean full) {
    isFull = full;
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    FSDataOutputStream out =
        super.create(path, overwrite, bufferSize, replication, blockSize, progress);
    return isFull ? new FSDataOutputStream(new Refusing(out), null) : out;
  }

  private static final class Refusing extends OutputStream {
    private final OutputStream out;

    Refusing(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
      throw new IOException("No space left on device");
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
