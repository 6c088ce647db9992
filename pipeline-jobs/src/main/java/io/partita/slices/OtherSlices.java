package io.partita.slices;

import static io.partita.lake.table.LakeTable.LATENTS;
import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.FormerLatents;
import io.partita.StoredName;
import io.partita.form.Form;
import io.partita.lake.RunReports;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.run.LostRows;
import io.partita.lake.run.RunOptions;
import io.partita.lake.run.Version;
import io.partita.lake.table.LakeTable;
import io.partita.option.WhereOption;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The live slices beside those that a run cuts, and what was made from them. They stay where they
 * were cut by the same options and version of Partita: one run describes a table. Splits are no
 * reason, as {@code split} assigns those of every length.
 *
 * @param difference of how they were cut, or null
 */
record OtherSlices(Form<?> form, String difference) {
  private static final String BARS = "--bars";

  static OtherSlices of(DerivedRun run, Form<?> form, RunOptions told) throws IOException {
    JsonNode report = RunReports.of(run.lake(), run.dataset()).get(form.slices());
    return new OtherSlices(
        form, report == null ? "their slices are gone" : difference(form, report, told));
  }

  private static String difference(Form<?> form, JsonNode report, RunOptions told) {
    if (report.isMissingNode()) {
      return "the report of the run that cut them is damaged";
    }
    List<String> theirs = new ArrayList<>();
    List<String> ours = new ArrayList<>();
    String version = report.path("version").asText();
    if (!version.equals(Version.current())) {
      theirs.add("by Partita " + version);
      ours.add("by " + Version.current());
    }
    List<String> options = new ArrayList<>(List.of(WhereOption.NAME));
    CommandSpec.forAnnotatedObject(form.options()).options().stream()
        .map(OptionSpec::longestName)
        .filter(option -> !option.equals(BARS))
        .forEach(options::add);
    for (String option : options) {
      String kept = StoredName.of(option);
      String then = report.path("options").path(kept).asText(null);
      String now = Objects.toString(told.decisive().get(kept), null);
      if (!Objects.equals(then, now)) {
        theirs.add(given(option, then));
        ours.add(given(option, now));
      }
    }
    return theirs.isEmpty()
        ? null
        : "they were cut " + String.join(", ", theirs) + ", not " + String.join(", ", ours);
  }

  private static String given(String option, String value) {
    return value == null
        ? "without " + option
        : "with " + option + (value.equals("true") ? "" : " " + value);
  }

  /** Whether they are part of the next version. */
  boolean stay() {
    return difference == null;
  }

  /**
   * What a run deletes of them, and of the slices of its own length.
   *
   * @param live all tables of the lake
   * @param tables those with the rows of the run's files
   * @param bars of the run
   */
  LostRows lostBeside(
      Map<LakeTable, Dataset<Row>> live,
      Map<LakeTable, Dataset<Row>> tables,
      String dataset,
      int bars) {
    LostRows lost = new LostRows(live, dataset);
    for (LakeTable table : List.of(form.slices(), form.files())) {
      lost.leftOut(table, col("bars").equalTo(bars), tables.get(table));
      if (!stay()) {
        lost.add(table, col("bars").notEqual(bars), difference);
      }
    }
    if (!stay()) {
      lost.add(LATENTS, col(FormerLatents.OF_TABLE).equalTo(form.slices().tableName()), difference);
    }
    return lost;
  }
}
