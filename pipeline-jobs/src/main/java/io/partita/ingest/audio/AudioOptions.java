package io.partita.ingest.audio;

import io.partita.UserException;
import io.partita.ingest.IngestOptions;
import io.partita.split.SplitRatios;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@link IngestAudio}. */
public final class AudioOptions extends IngestOptions {
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
      description = "Draws another split (default: ${DEFAULT-VALUE}).")
  long seed;

  @Override
  public void check() {
    super.check();
    mel.plan();
    ratios();
  }

  SplitRatios ratios() {
    try {
      return SplitRatios.parse(split);
    } catch (IllegalArgumentException e) {
      throw new UserException("--split " + split + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Map<String, Object> decisive() {
    Map<String, Object> options = super.decisive();
    options.putAll(mel.decisive());
    options.put("--split", split);
    options.put("--seed", seed);
    return options;
  }
}
