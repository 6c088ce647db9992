package io.partita.sql;

import io.partita.duckdb.DeclaredTable;
import io.partita.duckdb.LakeFiles;
import io.partita.duckdb.LakeFiles.Content;
import io.partita.lake.RowCounts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What {@link RowCounts} counts, of a lake on a disk of this machine: without Hadoop. */
final class LocalRowCounts {
  private LocalRowCounts() {}

  /**
   * Counts one whole version of each data set.
   *
   * @return by table and data set, both in order; those without rows are left out. Empty of a lake
   *     with a data set that only an earlier version of Partita published, which counted no rows
   */
  static Optional<Map<String, Map<String, Long>>> of(Path root) throws IOException {
    LakeFiles files = LakeFiles.of(root);
    Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
    for (String table : DeclaredTable.all().keySet()) {
      for (Map.Entry<String, Content> dataset :
          files.tables().getOrDefault(table, Map.of()).entrySet()) {
        if (dataset.getValue().isUncounted()) {
          return Optional.empty();
        }
        if (dataset.getValue().rows() > 0) {
          counts
              .computeIfAbsent(table, name -> new TreeMap<>())
              .put(dataset.getKey(), dataset.getValue().rows());
        }
      }
    }
    return Optional.of(counts);
  }
}
