package io.partita.kind.rvq;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.codec.CodeBooks;
import io.partita.lake.Lake;
import io.partita.option.LakeOption;
import io.partita.option.OptionRange;
import io.partita.option.WhereOption;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code train-rvq}. */
final class RvqOptions {
  private static final int MOST_ITERATIONS = 1000;

  @Mixin LakeOption lake = new LakeOption();

  @Mixin WhereOption where = new WhereOption();

  @Option(
      names = "--dataset",
      required = true,
      paramLabel = "NAME",
      description = "Data set to train on.")
  String dataset;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "OUT",
      description = "Folder of the model, local, hdfs: or s3a:; made if missing.")
  String model;

  @Option(
      names = "--column",
      paramLabel = "WHAT",
      description = "Frames to learn: mel, or mu of the table latents (default: ${DEFAULT-VALUE}).")
  String column = Rvq.MEL;

  @Option(
      names = "--latents-of",
      paramLabel = "SHA256",
      description = "First digits of the latents' model_sha256, if several models have latents.")
  String latentsOf;

  @Option(
      names = "--stages",
      paramLabel = "N",
      description = "Number of codebooks, 1 to 64 (default: ${DEFAULT-VALUE}).")
  int stages = 4;

  @Option(
      names = "--entries",
      paramLabel = "K",
      description = "Entries of each codebook, 2 to 32768 (default: ${DEFAULT-VALUE}).")
  int entries = 256;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description =
          "Largest number of frames to learn from, sampled by hash (default: ${DEFAULT-VALUE}).")
  int rows = 2_000_000;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "Largest number of k-means steps per stage (default: ${DEFAULT-VALUE}).")
  int iterations = 20;

  @Option(
      names = "--zero-codeword",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Fix entry 0 of later stages at 0, so that no stage adds error (default:"
              + " ${DEFAULT-VALUE}).")
  boolean zeroCodeword = true;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Seed of frames and centroids: same seed, same codebooks (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  @Option(names = "--resume", description = "Continue after the last finished stage, if any.")
  boolean resume;

  @Option(
      names = "--replace",
      description = "Overwrite the model in the folder after the first stage.")
  boolean replace;

  @Option(names = "--json", description = "Print the model's card as one JSON object.")
  boolean json;

  void check() {
    Lake.requireDatasetName(dataset);
    OptionRange.require(
        column.equals(Rvq.MEL) || column.equals(Rvq.LATENTS),
        "--column must be mel or latents",
        column);
    if (latentsOf != null && !column.equals(Rvq.LATENTS)) {
      throw new UserException(Mistake.OPTIONS_EXCLUDE, "--latents-of is of --column latents only.");
    }
    within("--stages", stages, 1, Rvq.MAX_STAGES);
    within("--entries", entries, 2, CodeBooks.MAX_ENTRIES);
    within("--rows", rows, 2, 1 << 23);
    within("--iterations", iterations, 1, MOST_ITERATIONS);
  }

  static void within(String option, int value, int least, int most) {
    OptionRange.require(
        value >= least && value <= most,
        "%s must be %,d to %,d".formatted(option, least, most),
        "%,d".formatted(value));
  }

  RvqSettings settings() {
    return new RvqSettings(stages, entries, zeroCodeword, iterations, seed);
  }

  /** Those that decide the codebooks, by their names. */
  Map<String, Object> decisive(FrameSource source) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("--column", column);
    told.put("--source", source.source());
    told.put("--stages", stages);
    told.put("--entries", entries);
    told.put("--rows", rows);
    told.put("--iterations", iterations);
    told.put("--zero-codeword", zeroCodeword);
    told.put("--seed", seed);
    where.addTo(told);
    return told;
  }
}
