package io.partita.lake.file;

import io.partita.Mistake;
import io.partita.UserException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A local folder that a command writes into, to be made before the command does anything else. */
public final class NewFolder {
  private NewFolder() {}

  /**
   * Makes a folder, unless it is there.
   *
   * @param name as the user gave it, with its option
   * @throws UserException where there can be none, or nothing can be written into it
   */
  public static Path make(String name, Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      try {
        Files.createDirectories(folder);
      } catch (FileAlreadyExistsException e) {
        throw mistake(Mistake.BAD_PATH, name, e.getFile() + " is a file, not a folder", e);
      } catch (NoSuchFileException e) { // no disk: /proc and the like
        throw mistake(
            Mistake.NO_ACCESS, name, "no folder can be made there; give one on a disk", e);
      } catch (AccessDeniedException e) {
        throw mistake(Mistake.NO_ACCESS, name, "there is no permission to make it", e);
      } catch (FileSystemException e) {
        if ("Not a directory".equals(e.getReason())) {
          throw mistake(Mistake.BAD_PATH, name, "a file is in its way", e);
        }
        throw e;
      }
    }
    if (!Files.isWritable(folder)) {
      throw mistake(Mistake.NO_ACCESS, name, "there is no permission to write into it", null);
    }
    return folder;
  }

  private static UserException mistake(Mistake mistake, String name, String why, Exception cause) {
    return new UserException(mistake, name + ": " + why + ".", cause);
  }
}
