package io.partita.command;

import io.partita.lake.Lake;
import io.partita.lake.NextVersion;
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
import picocli.CommandLine.Parameters;

/** Deletes what an ingest has staged; published versions stay. */
@Command(name = "discard", description = "Delete what an ingest with --stage-only made.")
public final class DiscardRun implements Callable<Integer> {
  @Mixin private DatasetOptions from = new DatasetOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description = "Id of the run that has staged (default: any).")
  private String run;

  @Mixin private WaitOptions waiting = new WaitOptions();

  @Mixin private JsonOption json = new JsonOption();

  private record Discarded(String dataset, String run) {}

  @Override
  public Integer call() throws IOException {
    Lake lake = Lake.at(from.lake.folder, Spark.hadoopConfiguration());
    waiting.await(lake, from.dataset);
    String discarded =
        new NextVersion(lake, from.dataset, "discard-" + UUID.randomUUID()).discard(run);
    return Answer.print(
        json.isGiven,
        new Discarded(from.dataset, discarded),
        gone -> "Discarded run " + gone.run() + " of data set " + gone.dataset() + ".");
  }
}
