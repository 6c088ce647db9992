package io.partita.jobs;

import io.partita.UserException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options of {@code generate} that every model has. */
final class GenerateOptions {
  private static final int MAX_COUNT = 1000;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "From train-lstm or train-musicvae.")
  String model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Receives MODEL-01.mid, .wav, .png and .json, and so on; made if need be.")
  Path out;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "How many generations (default: ${DEFAULT-VALUE}).")
  int count = 1;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description =
          "Above 0; 1 draws as the model says, less draws likelier notes or hits (default:"
              + " ${DEFAULT-VALUE}).")
  double temperature = 1;

  @Option(
      names = "--argmax",
      description = "Always the likeliest note or step, instead of drawing.")
  boolean argmax;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Of what is drawn; the same seed, the same music. Of a note model it is the first"
              + " generation's; the next have N + 1 and so on (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  void check() {
    require(count >= 1 && count <= MAX_COUNT, "--count must be 1 to " + MAX_COUNT, count);
    requireTemperature(temperature);
  }

  static void requireTemperature(double temperature) {
    require(
        temperature > 0 && temperature <= 100,
        "--temperature must be above 0 and at most 100",
        temperature);
  }

  static void require(boolean isGood, String rule, Object given) {
    if (!isGood) {
      throw new UserException(rule + ", not " + given + ".");
    }
  }
}
