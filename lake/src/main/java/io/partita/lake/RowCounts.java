package io.partita.lake;

import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** How many rows a lake's tables have, as their versions say: no file is opened. */
public final class RowCounts {
  private RowCounts() {}

  /**
   * Counts one whole version of each data set.
   *
   * @return by table and data set, both in order; those without rows are left out
   */
  public static Map<LakeTable, Map<String, Long>> of(Lake lake) throws IOException {
    Map<LakeTable, Map<String, Long>> counts = new TreeMap<>();
    lake.snapshot()
        .forEach(
            (dataset, tables) ->
                tables.forEach(
                    (table, content) -> {
                      Map<String, Long> ofTable =
                          counts.computeIfAbsent(table, each -> new TreeMap<>());
                      if (content.rows() > 0) {
                        ofTable.put(dataset, content.rows());
                      }
                    }));
    return counts;
  }
}
