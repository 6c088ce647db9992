package io.partita.lake.export;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.WriterLock;
import io.partita.lake.file.NewFolder;
import io.partita.lake.file.PlainFiles;
import io.partita.lake.run.InputGuard;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder that an export fills, local, on HDFS or in a store, which has its name when it is
 * complete and never before. Until then its files lie beside it in {@code _NAME.unfinished}, with a
 * lock; what a run that was killed left there the next one deletes.
 */
final class OutFolder implements Closeable {
  private static final String CARD = "README.md";

  private final String given;
  private final FileSystem fs;
  private final Path target;
  private final Path unfinished;
  private final WriterLock lock;

  private OutFolder(String given, FileSystem fs, Path target, Path unfinished, WriterLock lock) {
    this.given = given;
    this.fs = fs;
    this.target = target;
    this.unfinished = unfinished;
    this.lock = lock;
  }

  /**
   * Begins it.
   *
   * @throws UserException where it cannot be made, holds something, or is a part of the lake
   * @throws IOException where another run is at it: worth a retry later
   */
  static OutFolder begin(String out, String lake, Configuration conf) throws IOException {
    Path path = path(out);
    FileSystem fs = PlainFiles.of(path, conf);
    Path target = fs.makeQualified(path);
    new InputGuard(conf).lake(lake).keepFrom(target, out);
    if (isLocal(fs) && Files.exists(local(target))) {
      target = fs.makeQualified(new Path(local(target).toRealPath().toString()));
    }
    requireEmpty(out, fs, target);
    Path unfinished = new Path(target.getParent(), "_" + target.getName() + ".unfinished");
    if (isLocal(fs)) {
      NewFolder.make(out, local(unfinished));
    }
    WriterLock lock = WriterLock.ofFolder(fs, unfinished, "this folder", "export");
    OutFolder folder = new OutFolder(out, fs, target, unfinished, lock);
    try {
      requireEmpty(out, fs, target); // where the run that had the lock a moment ago has ended
      fs.delete(folder.result(), true);
      fs.delete(folder.parts(), true);
      fs.mkdirs(folder.result());
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
    return folder;
  }

  /**
   * A path as a person gave it.
   *
   * @throws UserException where it cannot be one
   */
  static Path path(String out) {
    try {
      return new Path(out);
    } catch (IllegalArgumentException e) {
      throw new UserException(
          Mistake.BAD_PATH, "'" + out + "' is not a path: " + e.getMessage() + ".", e);
    }
  }

  private static void requireEmpty(String out, FileSystem fs, Path target) throws IOException {
    if (!fs.exists(target)) {
      return;
    }
    if (!fs.getFileStatus(target).isDirectory()) {
      throw new UserException(Mistake.BAD_PATH, out + " is a file, not a folder.");
    }
    if (fs.listStatus(target).length > 0) {
      throw new UserException(Mistake.OCCUPIED, "Folder " + out + " is not empty: give a new one.");
    }
  }

  /** Where Spark writes a split. */
  Path parts(String split) {
    return new Path(parts(), split);
  }

  /** A file of the result, until that has its name. */
  Path file(String name) {
    return new Path(result(), name);
  }

  FileSystem fs() {
    return fs;
  }

  OutputStream create(String name) throws IOException {
    return new BufferedOutputStream(fs.create(file(name), false), 1 << 20);
  }

  void write(String name, String text) throws IOException {
    try (OutputStream out = create(name)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Writes the card, the last of the files, and gives the folder its name. */
  void publish(String card) throws IOException {
    write(CARD, card);
    lock.requireHeld();
    requireEmpty(given, fs, target);
    if (isLocal(fs)) {
      publishLocal(local(result()), local(target));
    } else {
      if (fs.exists(target)) {
        fs.delete(target, false); // a rename would go into it
      }
      if (!fs.rename(result(), target)) {
        throw new IOException("Cannot rename " + result() + " to " + target + ".");
      }
    }
  }

  private static void publishLocal(java.nio.file.Path from, java.nio.file.Path to)
      throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(to)) {
        throw e;
      }
      fill(from, to); // an empty folder that nothing can replace, as a disk's own
    }
  }

  private static void fill(java.nio.file.Path from, java.nio.file.Path to) throws IOException {
    try (DirectoryStream<java.nio.file.Path> files =
        Files.newDirectoryStream(from, file -> !file.endsWith(CARD))) {
      for (java.nio.file.Path file : files) {
        Files.move(file, to.resolve(file.getFileName()));
      }
    }
    Files.move(from.resolve(CARD), to.resolve(CARD));
  }

  /** Deletes what is not a part of the result: all of it where nothing was published. */
  @Override
  public void close() throws IOException {
    try (lock) {
      lock.requireHeld();
      fs.delete(unfinished, true);
    }
  }

  private Path result() {
    return new Path(unfinished, "result");
  }

  private Path parts() {
    return new Path(unfinished, "parts");
  }

  private static boolean isLocal(FileSystem fs) {
    return fs.getUri().getScheme().equals("file");
  }

  private static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }
}
