package io.partita.ingest.audio;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.MelRecipe;
import io.partita.audio.MelType;
import io.partita.lake.run.RunOptions;
import java.util.Arrays;
import picocli.CommandLine.Option;

/** How an ingest of audio makes mel spectrograms. */
public final class MelOptions {
  /** A segment is one cell of a table; an hour of float32 takes 100 MB. */
  private static final double MAX_SEGMENT_S = 3600;

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      description = "Spectrogram recipe: hifigan-22k-80 or mel-16k-64 (default: ${DEFAULT-VALUE}).")
  String recipe = MelRecipe.HIFIGAN_22K_80.name();

  @Option(
      names = "--dtype",
      paramLabel = "TYPE",
      description = "Type of the values: float16 or float32 (default: ${DEFAULT-VALUE}).")
  String dtype = MelType.FLOAT16.label();

  @Option(
      names = "--segment-seconds",
      paramLabel = "S",
      description =
          "Seconds of spectrogram in a row; longer rows take more memory (default:"
              + " ${DEFAULT-VALUE}).")
  double segmentSeconds = 60;

  /** What a task is told. */
  MelPlan plan() {
    MelRecipe known = recipe(recipe);
    MelType type =
        MelType.labelled(dtype)
            .orElseThrow(
                () ->
                    new UserException(
                        Mistake.BAD_OPTION,
                        "--dtype %s: the types are %s."
                            .formatted(
                                dtype,
                                Arrays.stream(MelType.values()).map(MelType::label).toList())));
    double frames = segmentSeconds * known.sampleRateHz() / known.hop();
    if (!(frames >= 1 && segmentSeconds <= MAX_SEGMENT_S)) {
      throw new UserException(
          Mistake.BAD_OPTION,
          "--segment-seconds must be %s (one frame) to %s, not %s."
              .formatted(
                  (double) known.hop() / known.sampleRateHz(), MAX_SEGMENT_S, segmentSeconds));
    }
    return new MelPlan(known.name(), type, (int) Math.floor(frames));
  }

  /**
   * The recipe of a name.
   *
   * @throws UserException if absent
   */
  public static MelRecipe recipe(String name) {
    return MelRecipe.named(name)
        .orElseThrow(
            () ->
                new UserException(
                    Mistake.BAD_OPTION,
                    "--recipe %s: the recipes are %s."
                        .formatted(
                            name, MelRecipe.SHIPPED.stream().map(MelRecipe::name).toList())));
  }

  /**
   * Fails on what can be told from the options alone.
   *
   * @param run to tell of them
   */
  void check(RunOptions run) {
    run.decisive("--recipe", recipe)
        .decisive("recipe version", plan().recipe().version())
        .decisive("--dtype", dtype)
        .decisive("--segment-seconds", segmentSeconds);
  }
}
