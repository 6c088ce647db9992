package io.partita.command;

import io.partita.lake.DatasetRemoval;
import io.partita.lake.DatasetRemoval.Removed;
import io.partita.lake.Lake;
import io.partita.lake.run.Spark;
import io.partita.option.DatasetOptions;
import io.partita.option.JsonOption;
import io.partita.option.WaitOptions;
import io.partita.output.Answer;
import java.io.IOException;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes a data set from a lake. Models that were trained on it stay. */
@Command(
    name = "drop",
    description = "Delete a data set from a lake, or only its previous version.")
public final class Drop implements Callable<Integer> {
  @Mixin private DatasetOptions from = new DatasetOptions();

  @Option(names = "--yes", description = "Delete; without it, show what would be deleted.")
  private boolean yes;

  @Option(
      names = "--previous",
      description = "Delete only the previous version and what interrupted runs left.")
  private boolean previous;

  @Mixin private WaitOptions waiting = new WaitOptions();

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    Lake lake = Lake.toDeleteFrom(from.lake.folder, Spark.hadoopConfiguration());
    DatasetRemoval removal = new DatasetRemoval(lake, from.dataset, previous);
    if (yes) {
      removal.preview(); // a mistake waits for nobody
      waiting.await(lake, from.dataset);
    }
    Removed removed = yes ? removal.run("drop-" + UUID.randomUUID()) : removal.preview();
    return Answer.print(json.isGiven, removed, this::text);
  }

  private String text(Removed removed) {
    String what =
        removed.tables().isEmpty()
            ? "previous version and interrupted runs"
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
