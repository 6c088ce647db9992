package io.partita.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that a command writes: it has its name when it is complete, never before. */
final class NewFile {
  private NewFile() {}

  /** Writes a file under the name that it is given. */
  interface Writing {
    void to(Path part) throws IOException;
  }

  static void write(Path file, Writing writing) throws IOException {
    Path whole = file.toAbsolutePath();
    Path part = whole.resolveSibling("." + whole.getFileName() + ".part");
    try {
      writing.to(part);
      Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
