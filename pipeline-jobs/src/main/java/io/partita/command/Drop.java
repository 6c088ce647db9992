package io.partita.command;

import io.partita.lake.DatasetRemoval;
import io.partita.lake.DatasetRemoval.Removed;
import io.partita.lake.Lake;
import io.partita.lake.Vacuum;
import io.partita.lake.run.Spark;
import io.partita.option.DatasetOptions;
import io.partita.option.JsonOption;
import io.partita.option.WaitOptions;
import io.partita.output.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes a data set from a lake. Models that were trained on it stay. */
@Command(
    name = "drop",
    description = "Delete a data set from a lake, or only its previous versions.")
public final class Drop implements Callable<Integer> {
  @Mixin private DatasetOptions from = new DatasetOptions();

  @Option(names = "--yes", description = "Delete; without it, show what would be deleted.")
  private boolean yes;

  @Option(
      names = "--previous",
      description = "Delete only previous versions and what interrupted runs left.")
  private boolean previous;

  @Mixin private WaitOptions waiting = new WaitOptions();

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    Lake lake = Lake.toDeleteFrom(from.lake.folder, Spark.hadoopConfiguration());
    DatasetRemoval whole = new DatasetRemoval(lake, from.dataset);
    Vacuum past = new Vacuum(lake, from.dataset, 1, Duration.ZERO);
    Removed removed = previous ? past.preview() : whole.preview();
    if (yes) { // a mistake waits for nobody
      waiting.await(lake, from.dataset);
      String attempt = "drop-" + UUID.randomUUID();
      removed = previous ? past.run(attempt) : whole.run(attempt);
    }
    return Answer.print(json.isGiven, removed, this::text);
  }

  private String text(Removed removed) {
    String what =
        removed.tables().isEmpty()
            ? "previous versions and interrupted runs"
            : removed.tables().size() + " tables (" + String.join(", ", removed.tables()) + ")";
    return String.format(
        Locale.ROOT,
        "%s %s of data set %s: %,d files, %,d MB.%s",
        removed.isDeleted() ? "Deleted the" : "Would delete the",
        what,
        removed.dataset(),
        removed.files(),
        removed.bytes() / 1_000_000,
        removed.isDeleted() ? "" : " Give --yes to delete them.");
  }
}
