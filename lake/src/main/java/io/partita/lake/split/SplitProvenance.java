package io.partita.lake.split;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.lake.Lake;
import io.partita.lake.RunReports;
import io.partita.lake.file.Json;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.run.RunIdentity;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What tables whose rows got another split tell of themselves: what they told before, with an id of
 * their own and, as {@code split}, the run that dealt them.
 */
public final class SplitProvenance {
  private static final String SPLIT = "split";
  private static final String SPLITS = "splits";
  private static final String RUN_ID = "run_id";

  private SplitProvenance() {}

  /** Whether splits of a catalog are in a table as the catalog has them. */
  public static boolean keepsOfficial(JsonNode report) {
    return report == null
        || !report
            .path(SPLIT)
            .path("official")
            .asText("")
            .equals(SplitRules.Official.DRAW.toString());
  }

  /**
   * The reports of tables that are about to be published.
   *
   * @param decisive options of the run, as kept
   * @param contents of each split
   */
  static Map<LakeTable, ObjectNode> reports(
      DerivedRun run,
      Collection<LakeTable> tables,
      Map<String, Object> decisive,
      Map<String, Long> contents)
      throws IOException {
    Map<LakeTable, ObjectNode> reports = new LinkedHashMap<>();
    for (LakeTable table : tables) {
      reports.put(table, report(run, table, decisive, contents));
    }
    return reports;
  }

  private static ObjectNode report(
      DerivedRun run, LakeTable table, Map<String, Object> decisive, Map<String, Long> contents)
      throws IOException {
    Lake lake = run.lake();
    RunIdentity identity = run.identity();
    ObjectNode report =
        lake.runReport(run.dataset(), table) instanceof ObjectNode told
            ? told.deepCopy()
            : Json.MAPPER.createObjectNode();
    String madeBy = RunReports.maker(lake, run.dataset(), table).runId();
    ObjectNode split = Json.MAPPER.valueToTree(decisive);
    split
        .put(RUN_ID, identity.runId())
        .put("attempt", identity.attempt())
        .put(RunReports.MADE_BY, madeBy);
    report.put(
        RUN_ID,
        RunIdentity.ofDataset(
                identity.command(),
                Map.of(),
                run.dataset(),
                madeBy + " dealt by " + identity.runId())
            .runId());
    report.put("attempt", identity.attempt());
    report.set(SPLIT, split);
    if (table.spec().origin().isDerived()) {
      report.remove(SPLITS); // what a run counted of the splits that were
    } else {
      report.set(SPLITS, Json.MAPPER.valueToTree(contents));
    }
    return report;
  }
}
