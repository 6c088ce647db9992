package io.partita.lake.file;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * A small file that is created once, whole, and never changed: of several who create it at the same
 * moment one succeeds.
 */
public record ExclusiveFile(FileSystem fs, Path path) {
  /** Known to refuse to rename onto a file that is there. */
  private static final Set<String> RENAMING = Set.of("hdfs", "webhdfs", "swebhdfs");

  /** Of S3A since Hadoop 3.4.2: the request itself asks that there be no such object. */
  private static final String CONDITIONAL = "fs.option.create.conditional.overwrite";

  private static final int WRITERS = 8;
  private static final int ROUNDS = 3;

  /**
   * Creates it.
   *
   * @return false where it is there already: nothing has changed
   */
  public boolean create(byte[] bytes) throws IOException {
    if (PlainFiles.areStored(fs)) {
      return createInStore(bytes);
    }
    Path whole = new Path(path.getParent(), "." + path.getName() + "-" + UUID.randomUUID());
    try {
      try (OutputStream out = fs.create(whole, false)) {
        out.write(bytes);
      }
      return isDisk(fs)
          ? link(local(whole), local(path))
          : !fs.exists(path) && fs.rename(whole, path);
    } finally {
      fs.delete(whole, false);
    }
  }

  /** A second name of a file that is whole: the system refuses one that is taken. */
  private static boolean link(java.nio.file.Path whole, java.nio.file.Path file)
      throws IOException {
    try {
      Files.createLink(file, whole);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (UnsupportedOperationException | FileSystemException e) { // a disk without links
      try {
        Files.write(file, Files.readAllBytes(whole), StandardOpenOption.CREATE_NEW);
        return true;
      } catch (FileAlreadyExistsException taken) {
        return false;
      }
    }
  }

  /** Where the answer to a request was lost, the file says whose it is. */
  private boolean createInStore(byte[] bytes) throws IOException {
    FSDataOutputStreamBuilder<?, ?> file = fs.createFile(path);
    file.overwrite(false);
    file.opt(CONDITIONAL, true);
    try (OutputStream out = file.build()) {
      out.write(bytes);
    } catch (IOException e) {
      try (InputStream in = fs.open(path)) {
        return Arrays.equals(in.readNBytes(bytes.length + 1), bytes);
      } catch (FileNotFoundException missing) {
        throw e;
      }
    }
    return true;
  }

  /**
   * Whether a file system has such files: known of disks and HDFS, of others tried out by eight
   * writers at once.
   *
   * @param folder in which files may be made for it
   */
  public static boolean areOn(FileSystem fs, Path folder) throws IOException {
    if (isDisk(fs) || RENAMING.contains(fs.getUri().getScheme())) {
      return true;
    }
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        ExclusiveFile tried = new ExclusiveFile(fs, new Path(folder, "try-" + UUID.randomUUID()));
        if (winners(tried, writers) != 1) {
          return false;
        }
      }
      return true;
    } finally {
      writers.shutdownNow();
    }
  }

  private static boolean isDisk(FileSystem fs) {
    return PlainFiles.areLocal(fs) || fs instanceof RawLocalFileSystem;
  }

  private static int winners(ExclusiveFile tried, ExecutorService writers) throws IOException {
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      byte[] own = ("writer " + i).getBytes(StandardCharsets.UTF_8);
      tasks.add(() -> tried.create(own));
    }
    try {
      int winners = 0;
      for (Future<Boolean> task : writers.invokeAll(tasks)) {
        winners += task.get() ? 1 : 0;
      }
      return winners;
    } catch (ExecutionException e) {
      throw new IOException("Cannot create " + tried.path + ": " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while trying out " + tried.path + ".", e);
    } finally {
      tried.fs.delete(tried.path, false);
    }
  }

  private static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }
}
