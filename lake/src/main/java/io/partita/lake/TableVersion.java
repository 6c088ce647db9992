package io.partita.lake;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;
import static io.partita.lake.table.LakeTable.DUP_FILES;
import static io.partita.lake.table.LakeTable.MIDI_FILES;

import io.partita.lake.table.LakeTable;
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
  private static final List<LakeTable> OF_FILES = List.of(MIDI_FILES, DUP_FILES, AUDIO_TRACKS);

  /**
   * The newest version.
   *
   * @throws io.partita.UserException when there is no such data set, or it has no such table
   */
  public static TableVersion of(Lake lake, String dataset, LakeTable table) throws IOException {
    Map<LakeTable, LakeVersion.Table> tables = lake.tables(dataset, table);
    Map<String, String> runs = new TreeMap<>();
    tables.forEach(
        (of, content) -> {
          if (of == table || OF_FILES.contains(of)) {
            runs.put(of.tableName(), TableRun.of(RunReports.told(content.report())).attempt());
          }
        });
    List<String> files =
        tables.get(table).files().stream()
            .map(file -> plain(new Path(lake.root(), file.path())))
            .toList();
    return new TableVersion(table.tableName(), dataset, runs, files);
  }

  private static String plain(Path file) {
    return "file".equals(file.toUri().getScheme()) ? file.toUri().getPath() : file.toString();
  }
}
