package io.partita.lake;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;
import static io.partita.lake.table.LakeTable.DUP_FILES;
import static io.partita.lake.table.LakeTable.MIDI_FILES;

import io.partita.lake.table.LakeTable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/**
 * A table of a data set at one moment: one whole version of it.
 *
 * @param runs by table the publish that it is of: of this one, and of those that say which split
 *     and group a file or track belongs to; two versions with equal runs have the same rows
 * @param files its Parquet files: paths on a disk of this machine, else with a scheme
 */
public record TableVersion(
    String table, String dataset, Map<String, String> runs, List<String> files) {
  private static final int CONSISTENT_LOOKS = 100;
  private static final List<LakeTable> OF_FILES = List.of(MIDI_FILES, DUP_FILES, AUDIO_TRACKS);

  /**
   * The newest version.
   *
   * @throws io.partita.UserException when there is no such data set, or it has no such table
   * @throws IOException when the lake is republished faster than its files can be listed
   */
  public static TableVersion of(Lake lake, String dataset, LakeTable table) throws IOException {
    for (int look = 0; look < CONSISTENT_LOOKS; look++) {
      lake.run(dataset, table);
      Map<String, String> versions = lake.versions();
      Map<LakeTable, Path> folders = lake.snapshot().getOrDefault(dataset, Map.of());
      try {
        Map<String, String> runs = runs(lake, table, folders);
        if (folders.containsKey(table)) {
          List<String> files =
              RowCounts.files(lake, folders.get(table)).stream().map(TableVersion::plain).toList();
          if (versions.equals(lake.versions()) && folders.equals(lake.snapshot().get(dataset))) {
            return new TableVersion(table.tableName(), dataset, runs, files);
          }
        }
      } catch (FileNotFoundException swapped) {
        // A publish has moved a folder: look again.
      }
    }
    throw new IOException("Lake " + lake.root() + " is republished faster than it can be read.");
  }

  private static Map<String, String> runs(Lake lake, LakeTable table, Map<LakeTable, Path> folders)
      throws IOException {
    Map<String, String> runs = new TreeMap<>();
    for (Map.Entry<LakeTable, Path> of : folders.entrySet()) {
      if (of.getKey() == table || OF_FILES.contains(of.getKey())) {
        TableRun run = TableRun.of(RunReports.read(lake, of.getValue()));
        runs.put(of.getKey().tableName(), run.attempt());
      }
    }
    return runs;
  }

  private static String plain(Path file) {
    return "file".equals(file.toUri().getScheme()) ? file.toUri().getPath() : file.toString();
  }
}
