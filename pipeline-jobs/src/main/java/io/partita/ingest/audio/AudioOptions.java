package io.partita.ingest.audio;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.ingest.InputOption;
import io.partita.lake.run.RunOptions;
import io.partita.option.IngestOptions;
import io.partita.split.SplitRatios;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@link IngestAudio}. */
final class AudioOptions {
  @Mixin InputOption input = new InputOption();
  @Mixin IngestOptions common = new IngestOptions();
  @Mixin MelOptions mel = new MelOptions();

  @Option(
      names = "--split",
      paramLabel = "T/V/E",
      description =
          "Percent of train, validation and test, of each label (default: ${DEFAULT-VALUE}).")
  String split = "70/0/30";

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the split (default: ${DEFAULT-VALUE}).")
  long seed;

  /**
   * Fails on what can be told from the options alone.
   *
   * @param run to tell of them
   */
  void check(RunOptions run) {
    mel.check(run);
    ratios();
    run.decisive("--split", split).decisive("--seed", seed);
  }

  SplitRatios ratios() {
    try {
      return SplitRatios.parse(split);
    } catch (IllegalArgumentException e) {
      throw new UserException(Mistake.BAD_OPTION, "--split " + split + ": " + e.getMessage(), e);
    }
  }
}
