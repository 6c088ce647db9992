package io.partita.lake;

import static io.partita.lake.table.LakeTable.QUARANTINE;
import static io.partita.lake.table.LakeTable.TRACKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.lake.table.LakeTable;
import io.partita.lake.table.TableFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of versions that replace each other; version n has n rows in each of its files. */
class RowCountsTest {
  private static final Row REJECTED =
      RowFactory.create("a.tar", "a.mid", null, 7L, "NO_TRACKS", 0L, "There is none.", "run", null);

  @TempDir private java.nio.file.Path folder;
  private final Configuration conf = CrashingFileSystem.configuration();
  private Lake lake;

  @BeforeEach
  void openLake() throws IOException {
    CrashingFileSystem.neverCrash();
    lake = Lake.at(CrashingFileSystem.SCHEME + ":" + folder.resolve("lake"), conf);
  }

  @AfterEach
  void neverCrash() {
    CrashingFileSystem.neverCrash();
  }

  @Test
  void filesOfADataSetAreAddedUpAndTablesWithoutRowsLeftOut() throws IOException {
    publish("b", 2, "one.parquet", "two.parquet", "level=x/three.parquet");
    publish("a", 1, "one.parquet");
    publish("empty", 0, "none.parquet");

    assertThat(RowCounts.of(lake)).isEqualTo(Map.of(QUARANTINE, Map.of("a", 1L, "b", 6L)));
    assertThat(RowCounts.of(lake).get(QUARANTINE).keySet()).containsExactly("a", "b");
  }

  @Test
  void aReaderCountsOneWholeVersionBeforeEveryChangeOfASwap() throws IOException {
    publish("a", List.of(TRACKS, QUARANTINE), 1, "one.parquet");
    Map<Long, Integer> seen = new TreeMap<>();
    CrashingFileSystem.beforeEachChange(
        () -> {
          Map<LakeTable, Map<String, Long>> counts = RowCounts.of(lake);
          assertThat(counts).containsOnlyKeys(QUARANTINE, TRACKS);
          assertThat(counts.get(TRACKS)).isEqualTo(counts.get(QUARANTINE));
          seen.merge(counts.get(QUARANTINE).get("a"), 1, Integer::sum);
        });
    publish("a", List.of(TRACKS, QUARANTINE), 2, "two.parquet");

    assertThat(seen).containsOnlyKeys(1L, 2L);
  }

  private void publish(String dataset, int rows, String... files) throws IOException {
    publish(dataset, List.of(QUARANTINE), rows, files);
  }

  private void publish(String dataset, List<LakeTable> tables, int rows, String... files)
      throws IOException {
    try (Publication publication =
        Publication.begin(lake, dataset, "v" + rows, "attempt-" + rows, "ingest-midi", false)) {
      for (LakeTable table : tables) {
        for (String file : files) {
          write(new Path(publication.staged(table), file), rows);
        }
      }
      publication.publish(tables, List.of(), Map.of("run_id", "v" + rows));
    }
  }

  /** Whose rows they are does not matter. */
  private void write(Path file, int rows) throws IOException {
    try (TableFile<Row> written = TableFile.ofRows(file, QUARANTINE, Map.of(), conf)) {
      for (int i = 0; i < rows; i++) {
        written.write(REJECTED);
      }
    }
  }
}
