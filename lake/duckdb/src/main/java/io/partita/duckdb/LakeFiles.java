package io.partita.duckdb;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import io.partita.Mistake;
import io.partita.UserException;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
public record LakeFiles(
    Path root, Map<String, String> runs, Map<String, Map<String, Folder>> tables) {
  public static final String DATASET = "dataset";
  private static final String BOOKKEEPING = "_partita";
  private static final int CONSISTENT_LOOKS = 100;
  private static final JsonFactory JSON = new JsonFactory();

  /**
   * One data set's files of one table.
   *
   * @param path the folder
   * @param files its Parquet files, in the order of their names
   */
  public record Folder(Path path, List<Path> files) {}

  /** What a journal or the file of the live version says, by name; values are lists. */
  private record Version(Map<String, List<String>> fields) {
    String text(String field) {
      return list(field).get(0);
    }

    List<String> list(String field) {
      return fields.getOrDefault(field, List.of());
    }
  }

  /**
   * The version of each data set that is whole now.
   *
   * @throws UserException where the folder holds no lake
   * @throws IOException when the lake is republished faster than its files can be listed
   */
  public static LakeFiles of(Path root) throws IOException {
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

  /** Every file of every table. */
  public List<Path> all() {
    return tables.values().stream()
        .flatMap(byDataset -> byDataset.values().stream())
        .flatMap(folder -> folder.files().stream())
        .toList();
  }

  /** By data set the run whose version readers see: the one being swapped in, else the live one. */
  public static Map<String, String> runs(Path root) throws IOException {
    Map<String, String> runs = new TreeMap<>();
    for (Path folder : children(root.resolve(BOOKKEEPING))) {
      Version journal = read(folder.resolve("journal.json"));
      Version seen = journal == null ? read(folder.resolve("current.json")) : journal;
      if (seen != null) {
        runs.put(folder.getFileName().toString(), seen.text("attempt"));
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
    Version journal = read(bookkeeping.resolve("journal.json"));
    Map<String, Path> paths = new TreeMap<>();
    for (Path table : children(root)) {
      String name = table.getFileName().toString();
      Path live = table.resolve(DATASET + "=" + dataset);
      if (!name.startsWith("_") && !name.startsWith(".") && Files.isDirectory(live)) {
        paths.put(name, live);
      }
    }
    if (journal != null) {
      journal.list("dropped").forEach(paths::remove);
      for (String table : journal.list("tables")) {
        Path staged = bookkeeping.resolve("staged").resolve(journal.text("runId")).resolve(table);
        if (Files.isDirectory(staged)) {
          paths.put(table, staged);
        }
      }
    }
    Map<String, Folder> folders = new TreeMap<>();
    for (Map.Entry<String, Path> table : paths.entrySet()) {
      List<Path> files = parquet(root, table.getValue());
      if (!files.isEmpty()) {
        folders.put(table.getKey(), new Folder(table.getValue(), files));
      }
    }
    return folders;
  }

  /**
   * What Spark reads: neither hidden nor empty.
   *
   * @throws UserException where a link leads out of the lake
   */
  private static List<Path> parquet(Path root, Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        folder,
        Set.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes)
              throws IOException {
            requireInside(root, inner);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (file.toString().endsWith(".parquet")
                && !isHidden(folder.relativize(file))
                && attributes.size() > 0) {
              if (Files.isSymbolicLink(file)) {
                requireInside(root, file);
              }
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    return files;
  }

  private static void requireInside(Path root, Path path) throws IOException {
    boolean isInside;
    try {
      isInside = path.toRealPath().startsWith(root.toRealPath());
    } catch (NoSuchFileException e) {
      if (!Files.isSymbolicLink(path)) {
        throw e;
      }
      isInside = false;
    }
    if (!isInside) {
      throw new UserException(
          Mistake.DAMAGED_LAKE,
          path
              + " leads out of the lake by a symbolic link, which is not followed. Replace the link"
              + " with a copy.");
    }
  }

  private static boolean isHidden(Path below) {
    for (Path part : below) {
      if (part.toString().startsWith("_") || part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(Files::isDirectory).sorted().toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return new ArrayList<>();
    }
  }

  /**
   * A small file of the bookkeeping; null if absent.
   *
   * @throws UserException where it is no such file
   */
  private static Version read(Path file) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return null;
    }
    try {
      Version version = version(bytes);
      if (version.list("attempt").size() == 1) {
        return version;
      }
      throw damaged(file, null);
    } catch (JsonProcessingException e) {
      throw damaged(file, e);
    }
  }

  /** By the parser alone: a mapper takes longer to start than a short query. */
  private static Version version(byte[] bytes) throws IOException {
    Map<String, List<String>> fields = new TreeMap<>();
    try (JsonParser json = JSON.createParser(bytes)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        JsonStreamContext in = json.getParsingContext();
        JsonStreamContext field = in.inArray() ? in.getParent() : in;
        boolean isOfTheWhole = field.getParent() != null && field.getParent().inRoot();
        if (token == JsonToken.VALUE_STRING && isOfTheWhole) {
          fields
              .computeIfAbsent(field.getCurrentName(), any -> new ArrayList<>())
              .add(json.getText());
        }
      }
    }
    return new Version(fields);
  }

  private static UserException damaged(Path file, Exception cause) {
    return new UserException(
        Mistake.DAMAGED_LAKE,
        "The lake is damaged: "
            + file
            + " is cut or was edited. Put back a copy, or delete it and run the ingest again.",
        cause);
  }
}
