package io.partita.check;

import static io.partita.lake.table.LakeTable.DATASET;
import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.UserException;
import io.partita.ingest.MinRows;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.RunReports;
import io.partita.lake.table.DatasetTables;
import io.partita.lake.table.LakeTable;
import io.partita.run.Answer;
import io.partita.run.DatasetOptions;
import io.partita.run.Progress;
import io.partita.run.Spark;
import io.partita.run.Version;
import java.io.FileNotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Whether a data set is fit to be used. Input: its tables and what their runs reported; output: a
 * line for each check, and an exit code for whoever runs things after an ingest. Changes nothing.
 */
@Command(
    name = "check",
    description = "Say whether a data set is fit to be used; exits with 3 where it is not.",
    footer = {
      "",
      "Checked are: every table is there and can be read, it holds what its run wrote, keys are",
      "neither null nor repeated, references lead somewhere. Nothing is changed.",
      "",
      "Examples:",
      "  partita check --lake lake --dataset lmd_matched",
      "  partita check --lake lake --dataset lmd_matched --min-rows 100000,notes=1000000 \\",
      "      --max-rejected 0.1 --no-leaks --json"
    })
public final class Check implements Callable<Integer> {
  @Mixin private DatasetOptions from = new DatasetOptions();

  @Option(
      names = "--min-rows",
      split = ",",
      paramLabel = "N|TABLE=N",
      description =
          "Rows that a table must have; without a table the main one: midi_files, msd_tracks or"
              + " audio_tracks (default: 1 of that).")
  private List<String> minRows = new ArrayList<>();

  @Option(
      names = "--max-rejected",
      paramLabel = "SHARE",
      description =
          "Share of members, 0..1, that the ingest may have rejected (default: ${DEFAULT-VALUE}).")
  private double maxRejected = 0.5;

  @Option(
      names = "--max-suspect",
      paramLabel = "SHARE",
      description =
          "Share of kept MIDI contents, 0..1, that the ingest may have marked suspect (default:"
              + " ${DEFAULT-VALUE}).")
  private double maxSuspect = 0.5;

  @Option(
      names = "--no-leaks",
      description =
          "Also look for values that are in several splits, as stats counts them; not in"
              + " drum_slices.")
  private boolean noLeaks;

  @Option(
      names = "--json",
      description =
          "One object: dataset, lake, run_id, checks: [{check, table, found, wanted, ok}], failed,"
              + " seconds, …")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Instant started = Instant.now();
    MinRows least = MinRows.of(minRows);
    requireShare("--max-rejected", maxRejected);
    requireShare("--max-suspect", maxSuspect);
    Lake lake = from.lake.open();
    String command = lake.requireDataset(from.dataset).command();
    DatasetTables kind =
        DatasetTables.madeBy(command)
            .orElseThrow(
                () ->
                    new UserException(
                        "Data set "
                            + from.dataset
                            + " was made by "
                            + command
                            + ", which this version of Partita does not know."));
    Map<LakeTable, Long> needed = least.of(kind, command);
    CheckReport report;
    try (SparkSession spark = Spark.session("check " + from.dataset);
        Progress progress = new Progress(spark)) {
      DatasetChecks checks =
          LakeReader.repeat(() -> true, () -> checks(spark, lake, kind, needed, progress));
      report = report(checks, started);
    }
    Answer.print(json, report, CheckReport::text);
    return CheckResult.exitCode(report.checks());
  }

  private static void requireShare(String option, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new UserException(option + " must be 0 to 1, not " + share + ".");
    }
  }

  private DatasetChecks checks(
      SparkSession spark,
      Lake lake,
      DatasetTables kind,
      Map<LakeTable, Long> needed,
      Progress progress)
      throws Exception {
    Lake.Current version = lake.requireDataset(from.dataset);
    boolean isUnfinished = lake.isPublishUnfinished(from.dataset);
    Map<LakeTable, Dataset<Row>> tables = new EnumMap<>(LakeTable.class);
    LakeReader.tables(spark, lake)
        .forEach(
            (table, rows) -> tables.put(table, rows.where(col(DATASET).equalTo(from.dataset))));
    Map<LakeTable, JsonNode> reports = RunReports.of(lake, from.dataset);
    if (!lake.requireDataset(from.dataset).equals(version)) {
      // To look again as where the files are gone: tables and reports would not belong together.
      throw new FileNotFoundException(
          "Data set " + from.dataset + " was changed just now. Try again.");
    }
    DatasetChecks checks = new DatasetChecks(kind, tables, reports);
    checks.published(isUnfinished);
    checks.tables();
    checks.rejected(maxRejected);
    checks.suspects(maxSuspect);
    checks.eachTable(needed, noLeaks, progress);
    checks.references(progress);
    return checks;
  }

  private CheckReport report(DatasetChecks checks, Instant started) {
    return new CheckReport(
        "check",
        Version.current(),
        from.dataset,
        from.lake.folder,
        checks.ingest().path("run_id").asText("unknown"),
        started.toString(),
        Duration.between(started, Instant.now()).toMillis() / 1e3,
        checks.results(),
        CheckResult.failed(checks.results()));
  }
}
