package io.partita.lake;

import static io.partita.lake.LakeTable.STATISTICS;
import static io.partita.lake.LakeTable.TRAINING_RUNS;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/**
 * What the statistics of a data set are of: every table of it but themselves, and but its
 * trainings, which go on whatever is counted.
 */
public final class StatisticsInput {
  private StatisticsInput() {}

  /** The tables of a data set that can be counted, and the runs that made them. */
  public static Map<LakeTable, TableRun> of(Lake lake, String dataset) throws IOException {
    Map<LakeTable, Path> folders = lake.snapshot().getOrDefault(dataset, Map.of());
    Map<LakeTable, TableRun> tables = new TreeMap<>();
    for (Map.Entry<LakeTable, Path> folder : folders.entrySet()) {
      if (folder.getKey() != STATISTICS && folder.getKey() != TRAINING_RUNS) {
        tables.put(folder.getKey(), run(lake.read(runFile(folder.getValue()), JsonNode.class)));
      }
    }
    return tables;
  }

  /**
   * The tables that were made anew, added or dropped since the data set's statistics were counted;
   * none where these are up to date, or where there are none.
   */
  public static List<LakeTable> changedSince(Lake lake, String dataset) throws IOException {
    Path statistics = lake.snapshot().getOrDefault(dataset, Map.of()).get(STATISTICS);
    JsonNode report = statistics == null ? null : lake.read(runFile(statistics), JsonNode.class);
    if (report == null) {
      return List.of();
    }
    Map<LakeTable, TableRun> live = of(lake, dataset);
    Set<LakeTable> changed = EnumSet.noneOf(LakeTable.class);
    for (LakeTable table : LakeTable.values()) {
      JsonNode counted = report.at("/tables/" + table.tableName());
      TableRun then = counted.isMissingNode() ? null : run(counted);
      if (then == null ? live.containsKey(table) : !then.equals(live.get(table))) {
        changed.add(table);
      }
    }
    return List.copyOf(changed);
  }

  private static Path runFile(Path folder) {
    return new Path(folder, "_run.json");
  }

  private static TableRun run(JsonNode report) {
    return report == null
        ? new TableRun("unknown", "unknown")
        : new TableRun(
            report.path("run_id").asText("unknown"), report.path("attempt").asText("unknown"));
  }
}
