package io.partita.lake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.Sha256;
import io.partita.StoredName;
import io.partita.lake.file.Json;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/** What the runs that made a data set's tables reported, whatever is left of it. */
public final class RunReports {
  private static final String SPLIT = "split";
  private static final String SPLITS = "splits";
  private static final String RUN_ID = "run_id";

  /** In what {@code split} notes of a table, the run that made it. */
  private static final String MADE_BY = "made_by_run_id";

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
    return maker(lake.runReport(dataset, table));
  }

  private static TableRun maker(JsonNode report) {
    TableRun run = TableRun.of(report);
    return report == null
        ? run
        : new TableRun(report.path(SPLIT).path(MADE_BY).asText(run.runId()), run.attempt());
  }

  /** Whether splits of a catalog are in a table as the catalog has them. */
  public static boolean keepsOfficial(JsonNode report) {
    return report == null || !report.path(SPLIT).path("official").asText("").equals("draw");
  }

  /**
   * What a table tells of itself whose rows got other splits: what it told before, with an id of
   * its own and, as {@code split}, the run that dealt them.
   *
   * @param report null if absent
   * @param split what that run notes of itself, with its {@code run_id}
   * @param contents of each split
   */
  public static ObjectNode dealt(
      LakeTable table, JsonNode report, ObjectNode split, JsonNode contents) {
    ObjectNode dealt =
        report instanceof ObjectNode told ? told.deepCopy() : Json.MAPPER.createObjectNode();
    String madeBy = maker(report).runId();
    String id = madeBy + " dealt by " + split.path(RUN_ID).asText();
    dealt.put(RUN_ID, Sha256.of(id.getBytes(UTF_8)).substring(0, 32));
    dealt.set(SPLIT, split.deepCopy().put(MADE_BY, madeBy));
    if (table.spec().origin().isDerived()) {
      dealt.remove(SPLITS); // what a run counted of the splits that were
    } else {
      dealt.set(SPLITS, contents);
    }
    return dealt;
  }

  /**
   * The tables of a version as readers see them: {@code split} writes {@code midi_files} alone, and
   * those that have the splits of that tell of it, too.
   */
  static void joinSplits(Map<LakeTable, LakeVersion.Table> tables) {
    LakeVersion.Table files = tables.get(LakeTable.MIDI_FILES);
    if (files != null
        && files.report() != null
        && files.report().get(SPLIT) instanceof ObjectNode split) {
      tables.replaceAll(
          (table, content) ->
              !table.spec().isSplitJoined() || isDealt(content.report(), split)
                  ? content
                  : new LakeVersion.Table(
                      dealt(table, content.report(), split, files.report().path(SPLITS)),
                      content.files()));
    }
  }

  /** Whether an earlier version of Partita wrote a table when it dealt the files so. */
  private static boolean isDealt(JsonNode report, JsonNode split) {
    return report != null && report.path(SPLIT).path(RUN_ID).equals(split.path(RUN_ID));
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
