package io.partita.command;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.LakeVersion;
import io.partita.lake.NextVersion;
import io.partita.lake.VersionSummary;
import io.partita.option.JsonOption;
import io.partita.output.Answer;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Publishes what an ingest has staged, or an earlier version once more. No file is copied. */
@Command(
    name = "publish",
    description = "Publish what an ingest with --stage-only made, or an earlier version again.")
public final class PublishRun implements Callable<Integer> {
  @Mixin private StagedRunOptions staged = new StagedRunOptions();

  @Option(
      names = "--rollback",
      paramLabel = "N",
      description = "Publish the tables of version N once more, instead of a staged run.")
  private Integer rollback;

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    if (rollback != null && staged.run != null) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          "Give a RUN or --rollback, not both: " + staged.run + ", " + rollback);
    }
    NextVersion next = staged.next("publish");
    LakeVersion version = rollback == null ? next.ofStaged(staged.run) : next.ofEarlier(rollback);
    return Answer.print(
        json.isGiven,
        VersionSummary.current(version),
        line -> "Published data set " + staged.dataset() + ":\n" + line.text());
  }
}
