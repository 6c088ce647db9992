package io.partita.studio;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.Mistake;
import io.partita.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a lake on a local disk at one moment: one whole version of each data set.
 *
 * <p>It reads the layout that {@code partita-lake} publishes, which needs Hadoop for the same: live
 * files in {@code TABLE/dataset=NAME}, and while a swap is under way, as {@code
 * _partita/NAME/journal.json} says, those in {@code _partita/NAME/staged}.
 *
 * @param root the lake's folder
 * @param runs by data set the run whose version this is
 * @param tables by table, and there by data set, where the files lie
 */
record LakeFiles(Path root, Map<String, String> runs, Map<String, Map<String, Folder>> tables) {
  static final String DATASET = "dataset";
  private static final String BOOKKEEPING = "_partita";
  private static final int CONSISTENT_LOOKS = 100;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One data set's files of one table.
   *
   * @param path the folder
   * @param files its Parquet files, in the order of their names
   */
  record Folder(Path path, List<Path> files) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Current(String attempt) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Journal(String attempt, String runId, List<String> tables, List<String> dropped) {}

  /**
   * The version of each data set that is whole now.
   *
   * @throws UserException where the folder holds no lake
   * @throws IOException when the lake is republished faster than its files can be listed
   */
  static LakeFiles of(Path root) throws IOException {
    for (int look = 0; look < CONSISTENT_LOOKS; look++) {
      Map<String, String> runs = runs(root);
      if (runs.isEmpty()) {
        throw new UserException(
            Mistake.NO_SUCH_LAKE,
            "There is no lake in " + root + ". Make one with demo or an ingest command.");
      }
      try {
        LakeFiles files = new LakeFiles(root, runs, tables(root, runs.keySet()));
        if (runs.equals(runs(root))) {
          return files;
        }
      } catch (NoSuchFileException swapped) {
        // A folder was renamed between two looks at it.
      }
    }
    throw new IOException("Lake " + root + " is republished faster than it can be read.");
  }

  /** By data set the run whose version readers see: the one being swapped in, else the live one. */
  static Map<String, String> runs(Path root) throws IOException {
    Map<String, String> runs = new TreeMap<>();
    for (Path folder : children(root.resolve(BOOKKEEPING))) {
      Journal journal = read(folder.resolve("journal.json"), Journal.class);
      Current current = read(folder.resolve("current.json"), Current.class);
      if (journal != null) {
        runs.put(folder.getFileName().toString(), journal.attempt());
      } else if (current != null) {
        runs.put(folder.getFileName().toString(), current.attempt());
      }
    }
    return runs;
  }

  private static Map<String, Map<String, Folder>> tables(Path root, Iterable<String> datasets)
      throws IOException {
    Map<String, Map<String, Folder>> tables = new TreeMap<>();
    for (String dataset : datasets) {
      folders(root, dataset)
          .forEach(
              (table, folder) ->
                  tables.computeIfAbsent(table, name -> new TreeMap<>()).put(dataset, folder));
    }
    return tables;
  }

  /** By table; tables without a file are left out. */
  private static Map<String, Folder> folders(Path root, String dataset) throws IOException {
    Path bookkeeping = root.resolve(BOOKKEEPING).resolve(dataset);
    Journal journal = read(bookkeeping.resolve("journal.json"), Journal.class);
    Map<String, Path> paths = new TreeMap<>();
    for (Path table : children(root)) {
      String name = table.getFileName().toString();
      Path live = table.resolve(DATASET + "=" + dataset);
      if (!name.startsWith("_") && !name.startsWith(".") && Files.isDirectory(live)) {
        paths.put(name, live);
      }
    }
    if (journal != null) {
      journal.dropped().forEach(paths::remove);
      for (String table : journal.tables()) {
        Path staged = bookkeeping.resolve("staged").resolve(journal.runId()).resolve(table);
        if (Files.isDirectory(staged)) {
          paths.put(table, staged);
        }
      }
    }
    Map<String, Folder> folders = new TreeMap<>();
    for (Map.Entry<String, Path> table : paths.entrySet()) {
      List<Path> files = parquet(table.getValue());
      if (!files.isEmpty()) {
        folders.put(table.getKey(), new Folder(table.getValue(), files));
      }
    }
    return folders;
  }

  private static List<Path> parquet(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(file -> file.getFileName().toString().endsWith(".parquet"))
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(Files::isDirectory).sorted().toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return new ArrayList<>();
    }
  }

  /** Null where it is not there. */
  private static <T> T read(Path file, Class<T> type) throws IOException {
    try {
      return JSON.readValue(Files.readAllBytes(file), type);
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
