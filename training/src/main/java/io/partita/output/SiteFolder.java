package io.partita.output;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.file.NewFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;

/**
 * A folder of pages that appears whole: it is written beside its place, and takes the place of the
 * pages before at once.
 */
public final class SiteFolder implements AutoCloseable {
  private final Path out;
  private final Path staged;
  private final Path before;

  private SiteFolder(Path out) {
    this.out = out;
    this.staged = out.resolveSibling("." + out.getFileName() + ".part");
    this.before = out.resolveSibling("." + out.getFileName() + ".before");
  }

  /**
   * Begins a folder.
   *
   * @param option that names it
   * @param what is written, in one word; it marks the folder as one that the next may replace
   * @throws UserException where something else is there
   */
  public static SiteFolder stage(String option, Path out, String what) throws IOException {
    String mark = "partita-" + what + ".txt";
    SiteFolder folder = new SiteFolder(out.toAbsolutePath().normalize());
    if (Files.exists(folder.before) && !Files.exists(folder.out)) {
      Files.move(folder.before, folder.out); // a crash came between the two moves of publish
    }
    if (Files.exists(out, LinkOption.NOFOLLOW_LINKS) && !isReplaceable(out, mark)) {
      throw new UserException(
          Mistake.OCCUPIED,
          option
              + " "
              + out
              + " is there and is no "
              + what
              + ": give another folder, or an empty one.");
    }
    folder.clear();
    NewFolder.make(option + " " + out, folder.staged);
    Files.writeString(
        folder.staged.resolve(mark),
        "Pages of partita %1$s; the next %1$s replaces them.\n".formatted(what));
    return folder;
  }

  private static boolean isReplaceable(Path out, String mark) throws IOException {
    if (!Files.isDirectory(out, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (Stream<Path> files = Files.list(out)) {
      return Files.exists(out.resolve(mark)) || files.findAny().isEmpty();
    }
  }

  /** Where to write. */
  public Path path() {
    return staged;
  }

  /** Puts the folder into its place. */
  public void publish() throws IOException {
    if (Files.exists(out)) {
      Files.move(out, before);
    }
    Files.move(staged, out);
    clear();
  }

  private void clear() throws IOException {
    for (Path folder : new Path[] {staged, before}) {
      if (Files.exists(folder) && !FileUtil.fullyDelete(folder.toFile())) {
        throw new IOException("Cannot delete " + folder + ".");
      }
    }
  }

  /** Leaves nothing of a folder that was not published. */
  @Override
  public void close() throws IOException {
    clear();
  }
}
