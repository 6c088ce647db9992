package io.partita.lake.file;

import io.partita.Mistake;
import io.partita.UserException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * A file that has its name when it is complete and never before: it is written beside it and
 * renamed over what was there, but in a store.
 */
public record AtomicFile(FileSystem fs, Path path) {

  /**
   * The file of that name, there or not.
   *
   * @param option that named it, for the message
   * @throws UserException when it is no path, or a folder
   */
  public static AtomicFile at(String option, String file, Configuration conf) throws IOException {
    Path path;
    try {
      path = new Path(file);
    } catch (IllegalArgumentException e) {
      throw new UserException(
          Mistake.BAD_PATH, option + " '" + file + "' is not a path: " + e.getMessage() + ".", e);
    }
    FileSystem fs = PlainFiles.of(path, conf);
    Path qualified = fs.makeQualified(path);
    if (fs.exists(qualified) && fs.getFileStatus(qualified).isDirectory()) {
      throw new UserException(Mistake.BAD_PATH, option + " " + file + " is a folder: give a file.");
    }
    return new AtomicFile(fs, qualified);
  }

  /**
   * Its bytes, or nothing where it is missing.
   *
   * @param maxBytes more are not read
   * @throws UserException when there are more
   */
  public Optional<byte[]> read(int maxBytes) throws IOException {
    try (InputStream in = fs.open(path)) {
      byte[] bytes = in.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw new UserException(
            Mistake.TOO_LARGE,
            String.format(Locale.ROOT, "%s has more than %,d bytes.", path.getName(), maxBytes));
      }
      return Optional.of(bytes);
    } catch (FileNotFoundException e) {
      return Optional.empty(); // which is the answer
    }
  }

  /**
   * The same of a file that others may have put there: it must be a plain one, no link, no device.
   *
   * @throws DamagedArchiveException when it is not, or has more bytes
   */
  public Optional<byte[]> readPlain(int maxBytes) throws IOException {
    try (InputStream in = openPlain()) {
      byte[] bytes = in.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw new DamagedArchiveException(
            String.format(Locale.ROOT, "%s has more than %,d bytes", path.getName(), maxBytes));
      }
      return Optional.of(bytes);
    } catch (FileNotFoundException e) {
      return Optional.empty(); // which is the answer
    }
  }

  /**
   * Opens a file that others may have put there.
   *
   * @throws FileNotFoundException if absent
   * @throws DamagedArchiveException when it is no plain file: a link, a folder, a device
   */
  public InputStream openPlain() throws IOException {
    if (!PlainFiles.areLocal(fs)) {
      if (!fs.getFileStatus(path).isFile()) {
        throw notPlain();
      }
      return fs.open(path);
    }
    try {
      if (!Files.readAttributes(local(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isRegularFile()) {
        throw notPlain();
      }
      return Files.newInputStream(local(), LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      throw notFound(e);
    } catch (FileSystemException e) {
      if (Files.isRegularFile(local().getParent())) {
        throw notFound(e);
      }
      throw e;
    }
  }

  private DamagedArchiveException notPlain() {
    return new DamagedArchiveException(path.getName() + " is no plain file");
  }

  private FileNotFoundException notFound(IOException cause) {
    FileNotFoundException missing = new FileNotFoundException(path.toString());
    missing.initCause(cause);
    return missing;
  }

  private java.nio.file.Path local() {
    return java.nio.file.Path.of(path.toUri());
  }

  /** Writes all of it or nothing; its folder is made if need be. */
  public void write(byte[] bytes) throws IOException {
    if (PlainFiles.areStored(fs)) {
      try (OutputStream out = fs.create(path, true)) {
        out.write(bytes);
      }
      return;
    }
    fs.mkdirs(path.getParent());
    AtomicFile temporary =
        new AtomicFile(fs, new Path(path.getParent(), "_" + path.getName() + ".tmp"));
    try {
      try (OutputStream out = temporary.create()) {
        out.write(bytes);
      }
      takeFrom(temporary.path);
    } catch (IOException e) { // a full disk
      fs.delete(temporary.path, false);
      throw e;
    }
  }

  /** Begins it again; a link in its place is replaced and not followed. */
  public OutputStream create() throws IOException {
    deleteLink();
    return fs.create(path, true);
  }

  /** Deletes a link in its place, and not what it leads to. */
  public void deleteLink() throws IOException {
    if (isLink()) {
      Files.delete(local());
    }
  }

  /** Whether it is a link, on a disk of this machine. */
  public boolean isLink() {
    return PlainFiles.areLocal(fs) && Files.isSymbolicLink(local());
  }

  /** Renames a complete file over this one, in one step where the file system has one. */
  public void takeFrom(Path complete) throws IOException {
    if (PlainFiles.areLocal(fs)) {
      Files.move(
          java.nio.file.Path.of(complete.toUri()),
          local(),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } else {
      FileContext.getFileContext(fs.getUri(), fs.getConf())
          .rename(complete, path, Options.Rename.OVERWRITE);
    }
  }
}
