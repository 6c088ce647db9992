package io.partita.lake;

import io.partita.FormerLatents;
import io.partita.lake.LakeVersion.DataFile;
import io.partita.lake.file.Json;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a data set's newest version as plain folders, {@code TABLE/dataset=NAME}, for other
 * tools' globs. They are second names of the same files and take no room. Partita itself never
 * reads them: between two versions they are of both for a moment.
 */
final class GlobMirror {
  private static final Logger log = LoggerFactory.getLogger(GlobMirror.class);
  private static final String REPORT = "_run.json";

  /** Places of names in {@code _partita/DATASET/files/RUN/TABLE/…}. */
  private static final int RUN = 3;

  private static final int WITHIN = 5;

  /** The same in {@code TABLE/dataset=NAME/…}, of a lake that was lifted on HDFS. */
  private static final int IN_PLACE = 2;

  private GlobMirror() {}

  /**
   * Makes the folders those of a version, where the lake is on a disk. What is cut short the next
   * run makes up for, as {@code current.json} says which version they were last.
   */
  static void renew(Lake lake, String dataset, LakeVersion version) throws IOException {
    if (lake.fs().getUri().getScheme().equals("file")) {
      renew(Path.of(lake.root().toUri().getPath()), dataset, version);
      Lake.Current shown = new Lake.Current(version.attempt(), version.command());
      lake.write(lake.currentFile(dataset), shown);
    }
  }

  /**
   * Makes the folders those of a version.
   *
   * @param root the lake's folder, on a disk that knows hard links; on others nothing is done
   */
  static void renew(Path root, String dataset, LakeVersion version) throws IOException {
    for (LakeTable table : LakeTable.values()) {
      if (table.spec().origin().isPublished()) {
        Path folder = root.resolve(table.tableName() + "/" + LakeTable.DATASET + "=" + dataset);
        renew(root, folder, version.tables().get(table));
      }
    }
    for (String former : FormerLatents.tables()) {
      renew(root, root.resolve(former + "/" + LakeTable.DATASET + "=" + dataset), null);
    }
  }

  private static void renew(Path root, Path folder, LakeVersion.Table content) throws IOException {
    Map<Path, Path> links = content == null ? Map.of() : links(root, folder, content);
    for (Map.Entry<Path, Path> link : links.entrySet()) {
      Files.createDirectories(link.getKey().getParent());
      if (!isSame(link.getKey(), link.getValue()) && !link(link.getKey(), link.getValue())) {
        return;
      }
    }
    Path report = folder.resolve(REPORT);
    for (Path there : below(folder)) {
      boolean isWanted = links.containsKey(there) || (content != null && there.equals(report));
      if (Files.isRegularFile(there) ? !isWanted : isEmpty(there)) {
        Files.delete(there);
      }
    }
    if (content != null && content.report() != null) {
      Files.createDirectories(folder);
      Json.INDENTED.writeValue(report.toFile(), content.report());
    }
  }

  /** By their names in the folder the files of a table; runs may have given two the same name. */
  private static Map<Path, Path> links(Path root, Path folder, LakeVersion.Table content) {
    Map<Path, Path> links = new TreeMap<>();
    for (DataFile file : content.files()) {
      List<String> names = file.names();
      int behindTable = names.get(1).startsWith(LakeTable.DATASET + "=") ? IN_PLACE : WITHIN;
      Path within =
          Path.of(
              FormerLatents.partition(file.path()),
              names.subList(behindTable, names.size()).toArray(String[]::new));
      Path link = folder.resolve(within);
      if (links.containsKey(link)) {
        link = link.resolveSibling(names.get(RUN) + "-" + within.getFileName());
      }
      links.put(link, root.resolve(file.path()));
    }
    return links;
  }

  private static boolean isSame(Path link, Path file) throws IOException {
    return Files.exists(link) && Files.isSameFile(link, file);
  }

  private static boolean link(Path link, Path file) throws IOException {
    try {
      Files.deleteIfExists(link);
      Files.createLink(link, file);
      return true;
    } catch (UnsupportedOperationException | FileSystemException e) {
      if (!Files.exists(file)) {
        throw e;
      }
      log.warn("No plain folders are kept beside the versions: {}", e.getMessage());
      return false;
    }
  }

  /** What is in a folder and below it, what is deepest first. */
  private static List<Path> below(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted(Comparator.reverseOrder()).toList();
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> content = Files.list(folder)) {
      return content.findAny().isEmpty();
    }
  }
}
