package io.partita.command;

import io.partita.Mistake;
import io.partita.UserException;
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

/** Deletes old versions of a data set, and files that no version names any more. */
@Command(
    name = "vacuum",
    description = "Delete old versions of a data set and files that no version names.")
public final class VacuumLake implements Callable<Integer> {
  @Mixin private DatasetOptions from = new DatasetOptions();

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = "Number of newest versions to keep (default: ${DEFAULT-VALUE}).")
  private int keep = 2;

  @Option(
      names = "--min-age",
      paramLabel = "TIME",
      converter = WaitOptions.Time.class,
      description = "Minimum age of a file to delete: 90s, 30m or 2h (default: 24h).")
  private Duration minAge = Duration.ofHours(24);

  @Option(names = "--yes", description = "Delete; without it, show what would be deleted.")
  private boolean yes;

  @Mixin private WaitOptions waiting = new WaitOptions();

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    if (keep < 1) {
      throw new UserException(Mistake.BAD_OPTION, "--keep must be at least 1, not " + keep + ".");
    }
    Lake lake = Lake.toDeleteFrom(from.lake.folder, Spark.hadoopConfiguration());
    Vacuum vacuum = new Vacuum(lake, from.dataset, keep, minAge);
    Removed removed = vacuum.preview();
    if (yes) {
      waiting.await(lake, from.dataset);
      removed = vacuum.run("vacuum-" + UUID.randomUUID());
    }
    return Answer.print(json.isGiven, removed, VacuumLake::text);
  }

  private static String text(Removed removed) {
    return String.format(
        Locale.ROOT,
        "%s %,d files of data set %s, %,d MB.%s",
        removed.isDeleted() ? "Deleted" : "Would delete",
        removed.files(),
        removed.dataset(),
        removed.bytes() / 1_000_000,
        removed.isDeleted() ? "" : " Give --yes to delete them.");
  }
}
