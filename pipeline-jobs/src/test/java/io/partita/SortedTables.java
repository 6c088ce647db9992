package io.partita;

import io.partita.lake.table.LakeTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that a data set holds, in an order that two lakes can be compared in. */
public final class SortedTables {
  private SortedTables() {}

  /**
   * By table the rows as text, sorted, of long rows the beginning and a hash; tables that are not
   * there have no entry.
   */
  public static Map<String, List<String>> of(Path lake, String dataset) {
    return without(lake, dataset, "");
  }

  /**
   * The same without some columns.
   *
   * @param columns their names, with {@code |} between them
   */
  public static Map<String, List<String>> without(Path lake, String dataset, String columns) {
    Map<String, List<String>> tables = new TreeMap<>();
    for (LakeTable table : LakeTable.values()) {
      String name = table.tableName();
      if (Files.exists(lake.resolve(name + "/dataset=" + dataset))) {
        String rows =
            "SELECT CASE WHEN length(r) > 500 THEN r[:400] || '… ' || md5(r) ELSE r END AS r FROM"
                + " (SELECT t::VARCHAR AS r FROM"
                + " (SELECT COLUMNS(c -> NOT regexp_full_match(c, '%s')) FROM %s) t)"
                    .formatted(columns, DuckDb.table(lake, name, dataset));
        tables.put(name, DuckDb.texts(rows).stream().sorted().toList());
      }
    }
    return tables;
  }
}
