package io.partita.lake;

import io.partita.FormerLatents;
import io.partita.Mistake;
import io.partita.UserException;
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
 * The first version of a data set that was published when a version was whatever its folders held,
 * as {@code current.json} says.
 */
final class LiftedVersion {
  private static final String LIFTED = "lifted";

  private LiftedVersion() {}

  /**
   * Looks at a data set as it is, and changes nothing.
   *
   * @return empty where it was never published
   * @throws UserException where its pointer is damaged, or a publish was cut short
   */
  static Optional<LakeVersion> read(Lake lake, String dataset) throws IOException {
    Lake.Current run = lake.pointer(dataset);
    if (run == null) {
      return Optional.empty();
    }
    if (lake.fs().exists(new Path(lake.bookkeeping(dataset), "journal.json"))) {
      throw new UserException(
          Mistake.OTHER_VERSION,
          "A publish of data set "
              + dataset
              + " by an earlier version of Partita was cut short: finish it with that version, or"
              + " drop the data set.");
    }
    Map<LakeTable, Table> tables = new TreeMap<>();
    for (LakeTable table : LakeTable.values()) {
      Path folder = lake.live(table, dataset);
      if (table.spec().origin().isPublished() && lake.fs().exists(folder)) {
        tables.put(table, table(lake, folder));
      }
    }
    for (String former : FormerLatents.tables()) {
      Path folder = new Path(lake.root(), former + "/" + LakeTable.DATASET + "=" + dataset);
      if (lake.fs().exists(folder)) {
        tables.merge(LakeTable.LATENTS, table(lake, folder), Table::and);
      }
    }
    return Optional.of(
        new LakeVersion(
            1, 0, run.attempt(), run.command(), Instant.now().toString(), tables, Map.of()));
  }

  /** The newest version to follow; what an earlier Partita published becomes version 1 at first. */
  static Optional<LakeVersion> lift(Lake lake, String dataset) throws IOException {
    Optional<LakeVersion> newest = LakeVersions.of(lake, dataset).newest();
    if (newest.isEmpty()) {
      Optional<LakeVersion> old = read(lake, dataset);
      newest = old.isEmpty() ? old : Optional.of(write(lake, dataset, old.get()));
      if (newest.isPresent()) {
        lake.fs().delete(new Path(lake.bookkeeping(dataset), "staged"), true);
        lake.fs().delete(new Path(lake.bookkeeping(dataset), "previous"), true);
      }
    }
    if (newest.isPresent()) {
      Lake.Current mirrored = lake.pointer(dataset);
      if (mirrored == null || !mirrored.attempt().equals(newest.get().attempt())) {
        GlobMirror.renew(lake, dataset, newest.get());
      }
    }
    return newest;
  }

  /** What a folder holds of a table, with a report beside it; of damaged files no row counts. */
  static Table table(Lake lake, Path folder) throws IOException {
    List<DataFile> files = new ArrayList<>();
    for (FileStatus file : list(lake, folder)) {
      try {
        files.add(DataFile.of(lake, file));
      } catch (IOException | RuntimeException e) {
        if (!ParquetFooter.isDamage(e)) {
          throw e;
        }
        files.add(new DataFile(DataFile.below(lake, file.getPath()), file.getLen(), 0, null, null));
      }
    }
    return new Table(RunReports.read(lake, folder), files);
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
            1,
            0,
            version.attempt(),
            version.command(),
            version.created(),
            Map.copyOf(tables),
            Map.of());
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
    Path there = new Path(lake.root(), file.path());
    Files.createDirectories(path.getParent());
    Files.deleteIfExists(path);
    try {
      Files.createLink(path, java.nio.file.Path.of(there.toUri().getPath()));
    } catch (UnsupportedOperationException e) { // a disk without links has no mirror either
      return file;
    }
    return new DataFile(
        DataFile.below(lake, link), file.bytes(), file.rows(), file.leastKey(), file.greatestKey());
  }

  /** All below a folder but what is hidden, and empty files. */
  static List<FileStatus> list(Lake lake, Path folder) throws IOException {
    List<FileStatus> files = new ArrayList<>();
    for (FileStatus entry : lake.list(folder)) {
      if (entry.isDirectory() && !isHidden(entry.getPath())) {
        files.addAll(list(lake, entry.getPath()));
      } else if (entry.isFile() && isData(entry, folder)) {
        files.add(entry);
      }
    }
    return files;
  }

  /**
   * Whether a file below a folder holds rows, as far as its length and the names down to it tell.
   */
  static boolean isData(FileStatus file, Path folder) {
    int depth = folder.depth();
    for (Path path = file.getPath(); path.depth() > depth; path = path.getParent()) {
      if (isHidden(path)) {
        return false;
      }
    }
    return file.getLen() > 0;
  }

  private static boolean isHidden(Path path) {
    String name = path.getName();
    return name.startsWith("_") || name.startsWith(".");
  }
}
