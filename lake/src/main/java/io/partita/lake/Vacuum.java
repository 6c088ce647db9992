package io.partita.lake;

import io.partita.lake.DatasetRemoval.Removed;
import io.partita.lake.LakeVersion.DataFile;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Deletes what only the past of a data set needs: all versions but the newest ones, and the files
 * that no version names any more, those of interrupted runs among them. What is staged stays. The
 * data set's lock is held, so no run writes it meanwhile. Nothing needs room on the disk.
 */
public final class Vacuum {
  private final Lake lake;
  private final String dataset;
  private final int keep;
  private final Duration minAge;

  /**
   * @param keep number of newest versions that stay, at least 1
   * @param minAge of the files that go, for readers of a version that is no more
   */
  public Vacuum(Lake lake, String dataset, int keep, Duration minAge) {
    this.lake = lake;
    this.dataset = Lake.requireDatasetName(dataset);
    this.keep = keep;
    this.minAge = minAge;
  }

  /**
   * What would go.
   *
   * @throws io.partita.UserException when the lake has nothing of such a data set
   */
  public Removed preview() throws IOException {
    return removed(past(), false);
  }

  /**
   * Deletes it.
   *
   * @param attempt unique to this process
   * @throws io.partita.UserException when the lake has nothing of such a data set
   * @throws IOException when another run is writing it
   */
  public Removed run(String attempt) throws IOException {
    preview();
    try (WriterLock lock = Publication.lockToDelete(lake, dataset, attempt, "vacuum")) {
      LakeVersions versions = LakeVersions.of(lake, dataset);
      List<FileStatus> past = past();
      lock.requireHeld();
      for (int number : forgotten(versions)) {
        versions.delete(number);
      }
      for (FileStatus file : past) {
        lake.fs().delete(file.getPath(), false);
        lock.sign();
      }
      for (String kept : List.of("files", "previous", "staged")) {
        deleteEmpty(new Path(lake.bookkeeping(dataset), kept));
      }
      return removed(past, true);
    }
  }

  private List<Integer> forgotten(LakeVersions versions) throws IOException {
    List<Integer> numbers = versions.numbers();
    return numbers.subList(Math.min(keep, numbers.size()), numbers.size());
  }

  private Removed removed(List<FileStatus> past, boolean isDeleted) throws IOException {
    if (past.isEmpty() && !lake.fs().exists(lake.bookkeeping(dataset))) {
      lake.requireDataset(dataset);
    }
    long bytes = past.stream().mapToLong(FileStatus::getLen).sum();
    return new Removed(dataset, List.of(), past.size(), bytes, isDeleted);
  }

  /** The files that no version names that stays. */
  private List<FileStatus> past() throws IOException {
    LakeVersions versions = LakeVersions.of(lake, dataset);
    List<Integer> forgotten = forgotten(versions);
    Set<String> named = new HashSet<>();
    for (LakeVersion version : versions.all()) {
      if (!forgotten.contains(version.number())) {
        version.tables().values().stream()
            .flatMap(table -> table.files().stream())
            .map(DataFile::path)
            .forEach(named::add);
      }
    }
    List<FileStatus> past = new ArrayList<>();
    add(lake.files(dataset), named, past);
    for (String old : List.of("previous", "staged")) { // as an earlier version of Partita left it
      for (FileStatus run : lake.list(new Path(lake.bookkeeping(dataset), old))) {
        if (run.isDirectory()) {
          add(run.getPath(), named, past);
        }
      }
    }
    boolean isMirror = lake.fs().getUri().getScheme().equals("file");
    if (!isMirror && !versions.numbers().isEmpty()) { // there an older lake's files stay in place
      for (LakeTable table : LakeTable.values()) {
        if (table.spec().origin().isPublished()) {
          add(lake.live(table, dataset), named, past);
        }
      }
    }
    return past;
  }

  private void add(Path folder, Set<String> named, List<FileStatus> past) throws IOException {
    long before = System.currentTimeMillis() - minAge.toMillis();
    for (FileStatus entry : lake.list(folder)) {
      if (entry.isDirectory()) {
        add(entry.getPath(), named, past);
      } else if (!named.contains(DataFile.below(lake, entry.getPath()))
          && entry.getModificationTime() <= before) {
        past.add(entry);
      }
    }
  }

  private void deleteEmpty(Path folder) throws IOException {
    for (FileStatus entry : lake.list(folder)) {
      if (entry.isDirectory()) {
        deleteEmpty(entry.getPath());
      }
    }
    if (lake.fs().exists(folder) && lake.list(folder).length == 0) {
      lake.fs().delete(folder, false);
    }
  }
}
