package io.partita.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.StoredName;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/** What the runs that made a data set's tables reported, whatever is left of it. */
public final class RunReports {
  /** In what {@code split} notes of a table, the run that made it. */
  public static final String MADE_BY = "made_by_run_id";

  private RunReports() {}

  /**
   * The reports of all tables that the data set has now.
   *
   * @return by table; a missing node where there is none, or it names no run
   */
  public static Map<LakeTable, JsonNode> of(Lake lake, String dataset) throws IOException {
    Map<LakeTable, JsonNode> reports = new TreeMap<>();
    lake.snapshot()
        .getOrDefault(dataset, Map.of())
        .forEach((table, content) -> reports.put(table, naming(told(content.report()))));
    return reports;
  }

  /**
   * What a run reported when it published; empty where its report is gone, or damaged.
   *
   * @param attempt that names the run
   */
  public static Optional<JsonNode> ofAttempt(Lake lake, String dataset, String attempt)
      throws IOException {
    try {
      return Optional.ofNullable(lake.read(lake.reportFile(dataset, attempt), JsonNode.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * The run that made a table, whatever {@code split} dealt since.
   *
   * @throws io.partita.UserException when there is no such data set, or it has no such table
   */
  public static TableRun maker(Lake lake, String dataset, LakeTable table) throws IOException {
    JsonNode report = lake.runReport(dataset, table);
    TableRun run = TableRun.of(report);
    return report == null
        ? run
        : new TableRun(report.path("split").path(MADE_BY).asText(run.runId()), run.attempt());
  }

  /** The run of {@code split} that dealt the files of a data set; empty where an ingest did. */
  public static Optional<String> dealtBy(Lake lake, String dataset) throws IOException {
    return Optional.ofNullable(of(lake, dataset).get(LakeTable.MIDI_FILES))
        .map(told -> told.path("split").path("run_id"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText);
  }

  private static JsonNode naming(JsonNode report) {
    return report != null && report.hasNonNull("run_id") ? report : MissingNode.getInstance();
  }

  /** The report that an earlier version of Partita left beside a table's files; null if absent. */
  static JsonNode read(Lake lake, Path folder) throws IOException {
    JsonNode report;
    try {
      report = lake.read(new Path(folder, "_run.json"), JsonNode.class);
    } catch (JsonProcessingException e) {
      return null; // what it said cannot be known any more
    }
    return told(report);
  }

  /** A report with options by the names of {@link StoredName}; null if absent. */
  static JsonNode told(JsonNode report) {
    if (report instanceof ObjectNode object && object.get("options") instanceof ObjectNode told) {
      ObjectNode options = object.putObject("options");
      told.fields()
          .forEachRemaining(
              option -> options.set(StoredName.of(option.getKey()), option.getValue()));
    }
    return report;
  }
}
