package io.partita.command;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.check.CheckLimits;
import io.partita.lake.check.CheckReport;
import io.partita.lake.check.CheckResult;
import io.partita.lake.check.DatasetChecks;
import io.partita.lake.run.RunOptions;
import io.partita.lake.run.Spark;
import io.partita.lake.table.DatasetTables;
import io.partita.lake.table.LakeTable;
import io.partita.option.DatasetOptions;
import io.partita.option.JsonOption;
import io.partita.option.UnchangedOptions;
import io.partita.output.Answer;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Whether a data set is fit to be used. Input: its tables and what their runs reported; output: a
 * line for each check, and an exit code for whoever runs things after an ingest.
 */
@Command(
    name = "check",
    description = "Test whether a data set is fit for use; exits with 3 if a check fails.")
public final class Check implements Callable<Integer> {
  @Mixin private DatasetOptions from = new DatasetOptions();

  @Option(
      names = "--staged",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "RUN",
      description =
          "Check what run RUN has staged, by default any; if none has, the newest version.")
  private String staged;

  @Mixin private Requirements wanted;

  @Mixin private UnchangedOptions unchanged = new UnchangedOptions();

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws Exception {
    CheckLimits limits = wanted.limits();
    Lake lake = lake();
    String command = lake.requireDataset(from.dataset).command();
    DatasetTables kind =
        DatasetTables.madeBy(command)
            .orElseThrow(
                () ->
                    new UserException(
                        Mistake.OTHER_VERSION,
                        "Data set %s was made by %s, which this version of Partita does not know."
                            .formatted(from.dataset, command)));
    Map<LakeTable, Long> minRows = wanted.minRows(kind, command);
    RunOptions told = unchanged.addTo(new RunOptions("check"));
    CheckReport report =
        DatasetChecks.report(told, lake, from.lake.folder, from.dataset, kind, limits, minRows);
    Answer.print(json.isGiven, report, CheckReport::text);
    return CheckResult.exitCode(report.checks());
  }

  private Lake lake() throws IOException {
    if (staged == null) {
      return from.lake.open();
    }
    return Lake.at(from.lake.folder, Spark.hadoopConfiguration())
        .withStaged(from.dataset, staged.isEmpty() ? null : staged);
  }
}
