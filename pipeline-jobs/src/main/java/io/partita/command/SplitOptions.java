package io.partita.command;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.run.RunOptions;
import io.partita.lake.split.SplitRules;
import io.partita.lake.split.SplitRules.By;
import io.partita.lake.split.SplitRules.Official;
import io.partita.split.SplitRatios;
import picocli.CommandLine.Option;

/** How the files of a data set are dealt. */
final class SplitOptions {
  @Option(
      names = "--by",
      paramLabel = "WHAT",
      description =
          "Unit to assign: group (same music) or content (same notes) (default: ${DEFAULT-VALUE}).")
  private By by = By.GROUP;

  @Option(
      names = "--ratios",
      paramLabel = "T/V/E",
      description = "Percent of train, validation and test (default: ${DEFAULT-VALUE}).")
  private String ratios = "90/5/5";

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the assignment (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--official",
      paramLabel = "WHAT",
      description =
          "Splits of the data set's catalog: keep, or draw new ones (default: ${DEFAULT-VALUE}).")
  private Official official = Official.KEEP;

  /** Fails on what can be told from the options alone. */
  SplitRules rules() {
    return new SplitRules(by, ratios(), seed, official);
  }

  /** What a run is told so. */
  RunOptions options() {
    return new RunOptions("split")
        .decisive("--by", by.toString())
        .decisive("--ratios", ratios)
        .decisive("--seed", seed)
        .decisive("--official", official.toString());
  }

  private SplitRatios ratios() {
    try {
      return SplitRatios.parse(ratios);
    } catch (IllegalArgumentException e) {
      throw new UserException(Mistake.BAD_OPTION, "--ratios " + ratios + ": " + e.getMessage(), e);
    }
  }
}
