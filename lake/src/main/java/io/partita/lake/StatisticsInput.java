package io.partita.lake;

import static io.partita.lake.table.LakeTable.STATISTICS;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the statistics of a data set are of: every table of it but themselves, and but its
 * trainings, which go on whatever is counted.
 */
public final class StatisticsInput {
  private StatisticsInput() {}

  /** The tables of a data set that can be counted, and the runs that made them. */
  public static Map<LakeTable, TableRun> of(Lake lake, String dataset) throws IOException {
    Map<LakeTable, TableRun> tables = new TreeMap<>();
    RunReports.of(lake, dataset).forEach((table, report) -> tables.put(table, TableRun.of(report)));
    tables.keySet().removeIf(table -> table == STATISTICS || !table.spec().origin().isPublished());
    return tables;
  }

  /**
   * The tables that were made again, added or dropped since the data set's statistics were counted;
   * none where these are up to date, or where there are none.
   */
  public static List<LakeTable> changedSince(Lake lake, String dataset) throws IOException {
    JsonNode report = RunReports.of(lake, dataset).get(STATISTICS);
    if (report == null || report.isMissingNode()) {
      return List.of();
    }
    Map<LakeTable, TableRun> live = of(lake, dataset);
    Set<LakeTable> changed = EnumSet.noneOf(LakeTable.class);
    for (LakeTable table : LakeTable.values()) {
      JsonNode counted = report.at("/tables/" + table.tableName());
      TableRun then = counted.isMissingNode() ? null : TableRun.of(counted);
      if (then == null ? live.containsKey(table) : !then.equals(live.get(table))) {
        changed.add(table);
      }
    }
    return List.copyOf(changed);
  }
}
