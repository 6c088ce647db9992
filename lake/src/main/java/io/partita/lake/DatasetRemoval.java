package io.partita.lake;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.UserException;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.ContentSummary;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Deletes a data set. Its lock is held, so no run writes it meanwhile. Nothing needs room on the
 * disk. {@link Vacuum} deletes what only its past needs.
 */
public final class DatasetRemoval {
  private final Lake lake;
  private final String dataset;

  /** What goes, or would go. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Removed(
      String dataset, List<String> tables, long files, long bytes, boolean isDeleted) {}

  public DatasetRemoval(Lake lake, String dataset) {
    this.lake = lake;
    this.dataset = Lake.requireDatasetName(dataset);
  }

  /**
   * What would go.
   *
   * @throws UserException when the lake has nothing of such a data set
   */
  public Removed preview() throws IOException {
    return removed(false);
  }

  /**
   * Deletes it. From the first step on readers through the lake see no such data set; a removal
   * that is cut short ends when it is repeated.
   *
   * @param attempt unique to this process
   * @throws UserException when the lake has nothing of such a data set
   * @throws IOException when another run is writing it
   */
  public Removed run(String attempt) throws IOException {
    preview();
    FileSystem fs = lake.fs();
    Removed removed;
    try (WriterLock lock = Publication.lockToDelete(lake, dataset, attempt, "drop")) {
      removed = removed(true);
      lock.requireHeld();
      LakeVersions.of(lake, dataset).deleteAll();
      fs.delete(lake.currentFile(dataset), false);
      fs.delete(new Path(lake.bookkeeping(dataset), "journal.json"), false);
      for (Path folder : folders()) {
        fs.delete(folder, true);
        lock.sign();
      }
    }
    Path bookkeeping = lake.bookkeeping(dataset);
    if (fs.exists(bookkeeping) && lake.list(bookkeeping).length == 0) {
      fs.delete(bookkeeping, false);
    }
    return removed;
  }

  private Removed removed(boolean isDeleted) throws IOException {
    List<String> tables = new ArrayList<>();
    long files = 0;
    long bytes = 0;
    Optional<LakeVersion> newest = newest();
    for (LakeTable table : LakeTable.values()) {
      boolean isThere =
          newest.isPresent()
              ? newest.get().tables().containsKey(table)
              : lake.fs().exists(lake.live(table, dataset));
      if (isThere) {
        tables.add(table.tableName());
      }
    }
    for (Path folder : folders()) {
      boolean isMirror = newest.isPresent() && folder.getName().startsWith(LakeTable.DATASET + "=");
      if (lake.fs().exists(folder) && !isMirror) {
        ContentSummary content = lake.fs().getContentSummary(folder);
        files += content.getFileCount();
        bytes += content.getLength();
      }
    }
    if (files == 0 && tables.isEmpty() && !lake.fs().exists(lake.bookkeeping(dataset))) {
      lake.requireDataset(dataset);
    }
    return new Removed(dataset, tables, files, bytes, isDeleted);
  }

  /** Empty, too, where its file is damaged: what it names goes all the same. */
  private Optional<LakeVersion> newest() throws IOException {
    try {
      return LakeVersions.of(lake, dataset).newest();
    } catch (UserException e) {
      return Optional.empty();
    }
  }

  private List<Path> folders() {
    List<Path> folders = new ArrayList<>();
    for (String kept : List.of("files", "staged", "previous", "runs", "candidates", "samples")) {
      folders.add(new Path(lake.bookkeeping(dataset), kept));
    }
    for (LakeTable table : LakeTable.values()) {
      folders.add(lake.live(table, dataset));
    }
    return folders;
  }
}
