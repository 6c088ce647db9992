package io.partita.lake;

import io.partita.lake.LakeVersion.DataFile;
import io.partita.lake.LakeVersion.Table;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.ParquetFooter;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The first version of a data set that was published when a version was whatever its folders held:
 * what {@code current.json} points to, or a journal where a swap was cut short.
 */
final class LiftedVersion {
  private static final String LIFTED = "lifted";

  private LiftedVersion() {}

  /**
   * Looks at a data set as it is, and changes nothing.
   *
   * @return empty where it was never published
   * @throws io.partita.UserException where its pointer is damaged
   */
  static Optional<LakeVersion> read(Lake lake, String dataset) throws IOException {
    Lake.Journal journal = lake.journal(dataset);
    Lake.Current run = journal == null ? lake.pointer(dataset) : journal.current();
    if (run == null) {
      return Optional.empty();
    }
    Map<LakeTable, Table> tables = new TreeMap<>();
    for (LakeTable table : LakeTable.values()) {
      Path folder = folder(lake, dataset, table, journal);
      if (table.spec().origin().isPublished() && folder != null && lake.fs().exists(folder)) {
        tables.put(table, table(lake, folder));
      }
    }
    return Optional.of(
        new LakeVersion(1, 0, run.attempt(), run.command(), Instant.now().toString(), tables));
  }

  /** Whether there is a version of the kind. */
  static boolean isThere(Lake lake, String dataset) throws IOException {
    return lake.fs().exists(lake.currentFile(dataset))
        || lake.fs().exists(lake.journalFile(dataset));
  }

  /** What a folder holds of a table, with a report beside it. */
  static Table table(Lake lake, Path folder) throws IOException {
    List<DataFile> files = new ArrayList<>();
    list(lake, folder, files);
    return new Table(RunReports.read(lake, folder), files);
  }

  /** Null of a table that a swap under way drops. */
  private static Path folder(Lake lake, String dataset, LakeTable table, Lake.Journal journal)
      throws IOException {
    if (journal != null && journal.dropped().contains(table.tableName())) {
      return null;
    }
    if (journal != null && journal.tables().contains(table.tableName())) {
      Path staged =
          new Path(
              lake.bookkeeping(dataset), "staged/" + journal.runId() + "/" + table.tableName());
      if (lake.fs().exists(staged)) {
        return staged;
      }
    }
    return lake.live(table, dataset);
  }

  /**
   * Writes it, unless another run was first. On a disk its files get second names beside those of
   * later versions, so that the plain folders may change.
   *
   * @param version of {@link #read}
   * @return as it is written
   */
  static LakeVersion write(Lake lake, String dataset, LakeVersion version) throws IOException {
    Map<LakeTable, Table> tables = new TreeMap<>(version.tables());
    if (lake.fs().getUri().getScheme().equals("file")) {
      for (Map.Entry<LakeTable, Table> table : tables.entrySet()) {
        List<DataFile> files = new ArrayList<>();
        for (DataFile file : table.getValue().files()) {
          files.add(linked(lake, dataset, table.getKey(), file));
        }
        table.setValue(new Table(table.getValue().report(), files));
      }
    }
    LakeVersion lifted =
        new LakeVersion(
            1, 0, version.attempt(), version.command(), version.created(), Map.copyOf(tables));
    LakeVersions.of(lake, dataset).create(lifted);
    return lifted;
  }

  private static DataFile linked(Lake lake, String dataset, LakeTable table, DataFile file)
      throws IOException {
    String partition = Table.partition(file);
    String name = file.path().substring(file.path().lastIndexOf('/') + 1);
    String within = partition.isEmpty() ? name : partition + "/" + name;
    Path link =
        new Path(
            lake.bookkeeping(dataset), "files/" + LIFTED + "/" + table.tableName() + "/" + within);
    java.nio.file.Path path = java.nio.file.Path.of(link.toUri().getPath());
    Files.createDirectories(path.getParent());
    Files.deleteIfExists(path);
    Files.createLink(
        path, java.nio.file.Path.of(new Path(lake.root(), file.path()).toUri().getPath()));
    return new DataFile(
        below(lake, link), file.bytes(), file.rows(), file.leastKey(), file.greatestKey());
  }

  /** All below a folder but what is hidden, and empty files. */
  private static void list(Lake lake, Path folder, List<DataFile> files) throws IOException {
    for (FileStatus entry : lake.list(folder)) {
      String name = entry.getPath().getName();
      if (name.startsWith("_") || name.startsWith(".")) {
        continue;
      }
      if (entry.isDirectory()) {
        list(lake, entry.getPath(), files);
      } else if (entry.getLen() > 0) {
        ParquetFooter.Summary holds = ParquetFooter.summary(entry.getPath(), lake.fs().getConf());
        files.add(
            new DataFile(
                below(lake, entry.getPath()),
                entry.getLen(),
                holds.rows(),
                holds.leastKey(),
                holds.greatestKey()));
      }
    }
  }

  private static String below(Lake lake, Path path) {
    return path.toUri().getPath().substring(lake.root().toUri().getPath().length() + 1);
  }
}
