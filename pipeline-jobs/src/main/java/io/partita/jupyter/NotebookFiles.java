package io.partita.jupyter;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.terminal.DidYouMean;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Notebooks by the names that people give them. */
final class NotebookFiles {
  private static final String ENDING = ".ipynb";

  private NotebookFiles() {}

  /**
   * The files of notebooks.
   *
   * @param folder of the checkout's
   * @param names of files, or of notebooks in the folder, with or without their ending; none stand
   *     for all of the folder
   * @throws UserException where there is no such notebook
   */
  static List<Path> of(Path folder, List<String> names) throws IOException {
    if (!names.isEmpty()) {
      return names.stream().map(name -> file(folder, name)).toList();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
    }
  }

  private static Path file(Path folder, String name) {
    String file = name.endsWith(ENDING) ? name : name + ENDING;
    return Stream.of(Path.of(file).toAbsolutePath(), folder.resolve(file))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    Mistake.NO_SUCH_FILE,
                    "There is no notebook %s, nor is it in %s.%s"
                        .formatted(file, folder, DidYouMean.ask(file, inFolder(folder)))));
  }

  private static List<String> inFolder(Path folder) {
    String[] files = folder.toFile().list((any, name) -> name.endsWith(ENDING));
    return files == null ? List.of() : List.of(files);
  }
}
