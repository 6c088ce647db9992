package io.partita.lake.file;

import io.partita.Mistake;
import io.partita.UserException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that a command writes: it has its name when it is complete, never before. Until then it is
 * {@code .NAME.part} beside it, which goes with a failure and with SIGTERM; what a killed process
 * has left there makes way for the next one.
 */
public final class NewFile {
  private NewFile() {}

  /** Writes a file under the name that it is given. */
  public interface Writing {
    void to(Path part) throws IOException;
  }

  /**
   * Fails where a file cannot be written, for commands that have long to do until then.
   *
   * @throws UserException where a folder has its name, or the one that it is to be in is missing or
   *     takes no files
   */
  public static void require(Path file) throws IOException {
    Path whole = file.toAbsolutePath();
    if (Files.isDirectory(whole)) {
      throw new UserException(Mistake.BAD_PATH, file + " is a folder: give a file to write.");
    }
    if (whole.getParent() == null || !Files.isDirectory(whole.getParent())) {
      throw new UserException(
          Mistake.NO_SUCH_FILE,
          "There is no folder " + whole.getParent() + " for " + file + ": make it first.");
    }
    if (isOther(whole)) {
      return;
    }
    Path part = part(whole);
    Files.deleteIfExists(part);
    try {
      Files.createFile(part);
    } catch (NoSuchFileException | AccessDeniedException e) { // no disk, or no permission
      throw new UserException(
          Mistake.NO_ACCESS,
          "No file can be written in " + whole.getParent() + ": give another place.",
          e);
    }
    Files.delete(part);
  }

  /**
   * Writes all of a file or nothing. A device or a pipe, as {@code /dev/stdout}, is written as it
   * is.
   *
   * @throws UserException as {@link #require} does
   */
  public static void write(Path file, Writing writing) throws IOException {
    require(file);
    Path whole = file.toAbsolutePath();
    if (isOther(whole)) {
      writing.to(whole);
      return;
    }
    Path part = part(whole);
    part.toFile().deleteOnExit();
    try {
      writing.to(part);
      Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** A device or a pipe. */
  private static boolean isOther(Path whole) {
    return Files.exists(whole) && !Files.isRegularFile(whole);
  }

  private static Path part(Path whole) {
    return whole.resolveSibling("." + whole.getFileName() + ".part");
  }

  /** The same of bytes in memory. */
  public static void write(Path file, byte[] bytes) throws IOException {
    write(file, part -> Files.write(part, bytes));
  }
}
