package io.partita;

import io.partita.lake.file.PlainFiles;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;

/**
 * The local disk under the scheme {@code failing}, where something goes wrong whenever a task opens
 * a file, or is half-way through it: what the code above it makes of that, is what is tested.
 */
public final class FailingFileSystem extends PlainFiles.Disk {
  private static final String SCHEME = "failing";
  private static final String SETTING = "spark.hadoop.fs." + SCHEME + ".impl";

  private static Supplier<? extends Throwable> failure;
  private static Where where;

  private enum Where {
    OPENED_BY_A_TASK,
    OPENED_ON_THE_DRIVER,
    HALF_WAY_IN_A_TASK
  }

  /** Runs a command in whose tasks no file of a path of {@link #of} can be opened. */
  public static PartitaRun run(Supplier<? extends Throwable> failing, Object... args) {
    return run(failing, Where.OPENED_BY_A_TASK, args);
  }

  /** Runs a command that cannot open such a file where it is no task. */
  public static PartitaRun runOnDriver(Supplier<? extends Throwable> failing, Object... args) {
    return run(failing, Where.OPENED_ON_THE_DRIVER, args);
  }

  /** Runs a command whose tasks can read the first half of each file of a path of {@link #of}. */
  public static PartitaRun runHalfWay(Supplier<? extends Throwable> failing, Object... args) {
    return run(failing, Where.HALF_WAY_IN_A_TASK, args);
  }

  private static PartitaRun run(
      Supplier<? extends Throwable> failing, Where happens, Object... args) {
    failure = failing;
    where = happens;
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
    boolean isTask = TaskContext.get() != null;
    if (isTask == (where == Where.OPENED_ON_THE_DRIVER)) {
      return super.open(path, bufferSize);
    }
    if (where != Where.HALF_WAY_IN_A_TASK) {
      fail();
    }
    return new FSDataInputStream(
        new FirstHalf(super.open(path, bufferSize), getFileStatus(path).getLen() / 2));
  }

  /** The first half of a file, and then the failure. */
  private static final class FirstHalf extends FSInputStream {
    private final FSDataInputStream file;
    private final long end;

    FirstHalf(FSDataInputStream file, long end) {
      this.file = file;
      this.end = end;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      if (file.getPos() >= end) {
        fail();
      }
      return file.read(into, from, (int) Math.min(length, end - file.getPos()));
    }

    @Override
    public void seek(long position) throws IOException {
      file.seek(position);
    }

    @Override
    public long getPos() throws IOException {
      return file.getPos();
    }

    @Override
    public boolean seekToNewSource(long position) {
      return false;
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  private static void fail() {
    FailingFileSystem.<RuntimeException>sneak(failure.get());
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
