package io.partita;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.TaskContext;

/**
 * The local disk under the scheme {@code failing}, where something goes wrong whenever a task opens
 * a file: what the code above it makes of that, is what is tested.
 */
public final class FailingFileSystem extends RawLocalFileSystem {
  private static final String SCHEME = "failing";
  private static final String SETTING = "spark.hadoop.fs." + SCHEME + ".impl";

  private static Supplier<? extends Throwable> failure;

  /** Runs a command in whose tasks every file of a path of {@link #of} fails so. */
  public static PartitaRun run(Supplier<? extends Throwable> failing, Object... args) {
    failure = failing;
    System.setProperty(SETTING, FailingFileSystem.class.getName());
    try {
      return PartitaRun.of(args);
    } finally {
      System.clearProperty(SETTING);
    }
  }

  public static String of(java.nio.file.Path path) {
    return SCHEME + "://" + path.toAbsolutePath();
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    if (TaskContext.get() != null) {
      FailingFileSystem.<RuntimeException>sneak(failure.get());
    }
    return super.open(path, bufferSize);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return plain(super.getFileStatus(path));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    return Arrays.stream(super.listStatus(path))
        .map(FailingFileSystem::plain)
        .toArray(FileStatus[]::new);
  }

  /** Without rights, for which Hadoop looks under the scheme {@code file} only. */
  private static FileStatus plain(FileStatus status) {
    return new FileStatus(
        status.getLen(),
        status.isDirectory(),
        1,
        status.getBlockSize(),
        status.getModificationTime(),
        status.getPath());
  }

  /** Throws whatever it is, as bytecode may. */
  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
