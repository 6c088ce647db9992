package io.partita.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/** What the runs that made a data set's tables reported, whatever is left of it. */
public final class RunReports {
  private RunReports() {}

  /**
   * The reports of all tables that the data set has now.
   *
   * @return by table; a missing node where {@code _run.json} is gone, cut, or names no run
   */
  public static Map<LakeTable, JsonNode> of(Lake lake, String dataset) throws IOException {
    Map<LakeTable, JsonNode> reports = new TreeMap<>();
    for (Map.Entry<LakeTable, Path> table :
        lake.snapshot().getOrDefault(dataset, Map.of()).entrySet()) {
      reports.put(table.getKey(), read(lake, new Path(table.getValue(), "_run.json")));
    }
    return reports;
  }

  private static JsonNode read(Lake lake, Path file) throws IOException {
    try {
      JsonNode report = lake.read(file, JsonNode.class);
      return report != null && report.hasNonNull("run_id") ? report : MissingNode.getInstance();
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance(); // what it said cannot be known any more
    }
  }
}
