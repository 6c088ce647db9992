package io.partita.command;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.LakeVersion;
import io.partita.lake.NextVersion;
import io.partita.lake.VersionSummary;
import io.partita.lake.run.Spark;
import io.partita.option.DatasetOptions;
import io.partita.option.JsonOption;
import io.partita.option.WaitOptions;
import io.partita.output.Answer;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Publishes what an ingest has staged, or an earlier version once more. No file is copied. */
@Command(
    name = "publish",
    description = "Publish what an ingest with --stage-only made, or an earlier version again.")
public final class PublishRun implements Callable<Integer> {
  @Mixin private DatasetOptions from = new DatasetOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description = "Id of the run that has staged (default: any).")
  private String run;

  @Option(
      names = "--rollback",
      paramLabel = "N",
      description = "Publish the tables of version N once more, instead of a staged run.")
  private Integer rollback;

  @Mixin private WaitOptions waiting = new WaitOptions();

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    if (rollback != null && run != null) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE, "Give a RUN or --rollback, not both: " + run + ", " + rollback);
    }
    Lake lake = Lake.at(from.lake.folder, Spark.hadoopConfiguration());
    waiting.await(lake, from.dataset);
    NextVersion next = new NextVersion(lake, from.dataset, "publish-" + UUID.randomUUID());
    LakeVersion version = rollback == null ? next.ofStaged(run) : next.ofEarlier(rollback);
    return Answer.print(
        json.isGiven,
        VersionSummary.current(version),
        line -> "Published data set " + from.dataset + ":\n" + line.text());
  }
}
