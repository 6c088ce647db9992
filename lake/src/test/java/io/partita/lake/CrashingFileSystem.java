package io.partita.lake;

import io.partita.lake.file.PlainFiles;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk under the scheme {@code crash}, where the machine goes down in the middle of a
 * chosen change: that change happens not at all or by half, and none after it.
 */
public final class CrashingFileSystem extends PlainFiles.Disk {
  public static final String SCHEME = "crash";
  private static final int NEVER = Integer.MAX_VALUE;

  private static int changesUntilCrash = NEVER;
  private static int changes;
  private static Step beforeEach = () -> {};

  /** What to do before each change, as looking at the lake. */
  public interface Step {
    void run() throws IOException;
  }

  /** The same for who asks by way of a FileContext: files are replaced in one step, as on HDFS. */
  public static final class OfFileContext extends DelegateToFileSystem {
    public OfFileContext(URI uri, Configuration conf) throws IOException, URISyntaxException {
      super(uri, new CrashingFileSystem(), conf, SCHEME, false);
    }

    @Override
    public int getUriDefaultPort() {
      return -1;
    }

    @Override
    public void renameInternal(Path from, Path to, boolean overwrite) throws IOException {
      if (!fsImpl.rename(from, to)) {
        throw new IOException("Cannot rename " + from + " to " + to);
      }
    }
  }

  public static Configuration configuration() {
    Configuration conf = new Configuration();
    conf.setClass("fs." + SCHEME + ".impl", CrashingFileSystem.class, RawLocalFileSystem.class);
    conf.setClass(
        "fs.AbstractFileSystem." + SCHEME + ".impl",
        OfFileContext.class,
        DelegateToFileSystem.class);
    return conf;
  }

  /**
   * Lets the machine run again.
   *
   * @param change which change it goes down in, from 1
   */
  public static void crashInChange(int change) {
    changes = 0;
    changesUntilCrash = change;
  }

  /** Lets the machine run again, for ever. */
  public static void neverCrash() {
    crashInChange(NEVER);
    beforeEach = () -> {};
  }

  public static void beforeEachChange(Step step) {
    beforeEach = step;
  }

  /** Changes since the machine ran again. */
  public static int changes() {
    return changes;
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
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    if (isCrash()) {
      try (OutputStream half =
          super.create(path, overwrite, bufferSize, replication, blockSize, progress)) {
        half.write('{');
      }
      throw crashed();
    }
    return super.create(path, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    if (isCrash()) {
      throw crashed();
    }
    return super.rename(from, to);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    if (isCrash()) {
      File[] below = pathToFile(path).listFiles();
      if (recursive && below != null && below.length > 0) {
        super.delete(new Path(path, below[0].getName()), true);
      }
      throw crashed();
    }
    return super.delete(path, recursive);
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    if (isCrash()) {
      throw crashed();
    }
    return super.mkdirs(path);
  }

  private static boolean isCrash() throws IOException {
    if (changes >= changesUntilCrash) {
      throw crashed();
    }
    beforeEach.run();
    changes++;
    return changes == changesUntilCrash;
  }

  private static IOException crashed() {
    return new IOException("The machine went down in change " + changesUntilCrash);
  }
}
