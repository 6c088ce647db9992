package io.partita.option;

import io.partita.Mistake;
import io.partita.UserException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * Whether files that a command names itself may take the place of others. Without it the first one
 * in the way is an error, before anything is written; this is the one place that decides it. A file
 * that the user names is always replaced.
 */
public final class ReplaceOption {
  @Option(
      names = "--replace",
      description = "Overwrite files of the same names; without it they are an error.")
  private boolean replace;

  /** One that is never given: of folders that are new. */
  public static ReplaceOption no() {
    return new ReplaceOption();
  }

  /** One of a command that has more to replace than files. */
  public static ReplaceOption of(boolean isGiven) {
    ReplaceOption option = new ReplaceOption();
    option.replace = isGiven;
    return option;
  }

  /**
   * @throws UserException where one of the files is there, and the option was not given
   */
  public void require(Iterable<Path> files) {
    for (Path file : files) {
      if (!replace && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new UserException(
            Mistake.OCCUPIED,
            file + " is there: give --replace to overwrite it, or another --out.");
      }
    }
  }

  /**
   * The same of files beside one that the user names; those of an earlier run go with that one.
   *
   * @param named by the user
   */
  public void requireBeside(Path named, List<Path> others) {
    if (!Files.exists(named, LinkOption.NOFOLLOW_LINKS)) {
      require(others);
    }
  }
}
