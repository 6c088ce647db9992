package io.partita.model.archive;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files of an archive beside its card and its networks, but for the pictures of epochs. */
public record FilesBeside(ModelFolder folder) {
  private static final List<String> NAMES =
      List.of(
          ModelFolder.METRICS,
          EventFile.NAME,
          "curves.png",
          "curves.svg",
          EpochPictures.SHEET,
          ModelFolder.EVALUATION,
          ModelFolder.TEST,
          ModelFolder.CHECK,
          ModelFolder.EXAMPLE,
          ModelFolder.PUBLISHED,
          PriorFile.NAME,
          ModelFolder.COMPONENTS);

  /** Makes some files, by name, the only ones; no picture of an epoch stays. */
  public void install(Map<String, byte[]> beside) throws IOException {
    new EpochPictures(folder).delete();
    for (String file : NAMES) {
      if (beside.containsKey(file)) {
        folder.write(file, beside.get(file));
      } else {
        folder.delete(file);
      }
    }
  }

  /**
   * Those that there are, by name.
   *
   * @throws io.partita.UserException when one is no plain file, or too large
   */
  public Map<String, byte[]> read() throws IOException {
    Map<String, byte[]> beside = new TreeMap<>();
    for (String file : NAMES) {
      folder.read(file).ifPresent(bytes -> beside.put(file, bytes));
    }
    return beside;
  }
}
