package io.partita.command;

import io.partita.lake.Lake;
import io.partita.lake.NextVersion;
import io.partita.lake.run.Spark;
import io.partita.option.DatasetOptions;
import io.partita.option.WaitOptions;
import java.io.IOException;
import java.util.UUID;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A data set of which an ingest has staged something. */
final class StagedRunOptions {
  @Mixin private DatasetOptions from = new DatasetOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description = "Id of the run that has staged (default: any).")
  String run;

  @Mixin private WaitOptions waiting = new WaitOptions();

  String dataset() {
    return from.dataset;
  }

  /**
   * Waits for its other writers.
   *
   * @param verb that the attempt is named after
   */
  NextVersion next(String verb) throws IOException {
    Lake lake = Lake.at(from.lake.folder, Spark.hadoopConfiguration());
    waiting.await(lake, from.dataset);
    return new NextVersion(lake, from.dataset, verb + "-" + UUID.randomUUID());
  }
}
