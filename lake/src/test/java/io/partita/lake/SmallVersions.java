package io.partita.lake;

import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static io.partita.lake.table.LakeTable.NOTES;
import static io.partita.lake.table.LakeTable.TRACK_MIDI;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.lake.table.LakeTable;
import io.partita.lake.table.TableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Versions of a data set of which each table's one file has the version's name. */
final class SmallVersions {
  static final String DATASET = "songs";
  static final List<LakeTable> TABLES = List.of(MIDI_FILES, NOTES, TRACK_MIDI);

  private SmallVersions() {}

  static Lake lake(java.nio.file.Path folder) throws IOException {
    return Lake.at(folder.toString(), new Configuration());
  }

  static void publish(Lake lake, String name) throws IOException {
    try (Publication publication = begin(lake, name)) {
      publication.publish(TABLES, List.of(), Map.of("report", name));
    }
  }

  static void stage(Lake lake, String name) throws IOException {
    try (Publication publication = begin(lake, name)) {
      publication.stageOnly();
      publication.publish(TABLES, List.of(), Map.of("report", name));
    }
  }

  private static Publication begin(Lake lake, String name) throws IOException {
    Publication publication =
        Publication.begin(lake, DATASET, name, "attempt-" + name, "ingest-lmd", false);
    try {
      for (LakeTable table : TABLES) {
        Path file = new Path(publication.staged(table), name + ".zstd.parquet");
        TableFile.ofRows(file, table, Map.of(), lake.fs().getConf()).close();
      }
      return publication;
    } catch (IOException | RuntimeException e) {
      publication.close();
      throw e;
    }
  }

  /** The name of the version that a reader sees, which must be whole. */
  static String seen(Lake lake) throws IOException {
    Map<LakeTable, LakeVersion.Table> tables = lake.snapshot().get(DATASET);
    assertThat(tables).containsOnlyKeys(TABLES);
    List<String> names =
        tables.values().stream()
            .flatMap(table -> table.files().stream())
            .map(LakeVersion.DataFile::path)
            .peek(path -> assertThat(exists(lake, path)).as(path).isTrue())
            .map(path -> path.replaceFirst(".*/", "").replace(".zstd.parquet", ""))
            .distinct()
            .toList();
    assertThat(names).as("one version").hasSize(1);
    return names.get(0);
  }

  private static boolean exists(Lake lake, String path) {
    try {
      return lake.fs().exists(new Path(lake.root(), path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
