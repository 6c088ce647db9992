package io.partita.jobs;

import io.partita.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that a command writes: it has its name when it is complete, never before. Until then it is
 * {@code .NAME.part} beside it, which goes with a failure and with SIGTERM; what a killed process
 * has left there makes way for the next one.
 */
final class NewFile {
  private NewFile() {}

  /** Writes a file under the name that it is given. */
  interface Writing {
    void to(Path part) throws IOException;
  }

  /**
   * Writes all of a file or nothing. A device or a pipe, as {@code /dev/stdout}, is written as it
   * is.
   *
   * @throws UserException where a folder has its name, or the one that it is to be in is missing
   */
  static void write(Path file, Writing writing) throws IOException {
    Path whole = file.toAbsolutePath();
    if (Files.isDirectory(whole)) {
      throw new UserException(file + " is a folder: give a file to write.");
    }
    if (whole.getParent() == null || !Files.isDirectory(whole.getParent())) {
      throw new UserException(
          "There is no folder " + whole.getParent() + " for " + file + ": make it first.");
    }
    if (Files.exists(whole) && !Files.isRegularFile(whole)) {
      writing.to(whole);
      return;
    }
    Path part = whole.resolveSibling("." + whole.getFileName() + ".part");
    Files.deleteIfExists(part);
    part.toFile().deleteOnExit();
    try {
      writing.to(part);
      Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** The same of bytes in memory. */
  static void write(Path file, byte[] bytes) throws IOException {
    write(file, part -> Files.write(part, bytes));
  }
}
