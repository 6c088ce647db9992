package io.partita.model.run;

import io.partita.Mistake;
import io.partita.UserException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The seed of a training, or those of several that differ in nothing else. */
final class SeedOptions {
  private static final long USUAL = 1;

  /** So many trainings are a mistake rather than a wish. */
  private static final int MOST = 100;

  private static final Pattern RANGE = Pattern.compile("(-?\\d{1,18})\\.\\.(-?\\d{1,18})");

  @ArgGroup private Given given = new Given();

  /** One of them, so that a seed from a file of options gives way to seeds of the command line. */
  static final class Given {
    @Option(
        names = "--seed",
        paramLabel = "N",
        description =
            "Seed of weights, order and noise: same seed, same model (default: " + USUAL + ").")
    private Long seed;

    @Option(
        names = "--seeds",
        paramLabel = "A..B",
        description =
            "Seeds A to B, at most 100: one model each, in the folders seed-A to seed-B of"
                + " --model.")
    private String seeds;
  }

  /**
   * @throws UserException where they are no range
   */
  void check() {
    if (given.seeds == null) {
      return;
    }
    Matcher range = RANGE.matcher(given.seeds);
    if (!range.matches() || first(range) > last(range) || last(range) - first(range) >= MOST) {
      throw new UserException(
          Mistake.BAD_OPTION,
          "--seeds must be a range as 1..5, of at most %s seeds, not %s."
              .formatted(MOST, given.seeds));
    }
  }

  private static long first(Matcher range) {
    return Long.parseLong(range.group(1));
  }

  private static long last(Matcher range) {
    return Long.parseLong(range.group(2));
  }

  /** Whether each seed has a folder of its own, be it a single one. */
  boolean areSeveral() {
    return given.seeds != null;
  }

  /** The seeds, in the order of their trainings. */
  List<Long> all() {
    Matcher range = RANGE.matcher(given.seeds == null ? "" : given.seeds);
    return range.matches()
        ? LongStream.rangeClosed(first(range), last(range)).boxed().toList()
        : List.of(given.seed == null ? USUAL : given.seed);
  }

  /**
   * The folder of a seed's model.
   *
   * @param model of {@code --model}
   */
  String folder(String model, long of) {
    return areSeveral() ? model + "/seed-" + of : model;
  }
}
