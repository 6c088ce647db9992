package io.partita.model.job;

import static io.partita.option.OptionRange.require;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.grid.Feel;
import io.partita.option.FeelOptions;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options of {@code generate} that models of slices have: which are kept, how they are played.
 */
public final class SliceOptions {
  private static final int MAX_CANDIDATES = 100;

  @Option(
      names = "--best-of",
      paramLabel = "N",
      description = "Drum loops to sample for each one, of which the best is kept (default: 1).")
  private Integer bestOf;

  @Mixin private FeelOptions feel = new FeelOptions();

  @Mixin private HumanizeOption humanize = new HumanizeOption();

  void check() {
    require(
        candidates() >= 1 && candidates() <= MAX_CANDIDATES,
        "--best-of must be 1 to " + MAX_CANDIDATES,
        bestOf);
    feel.check();
  }

  /** How many are drawn for each that is kept. */
  public int candidates() {
    return bestOf == null ? 1 : bestOf;
  }

  /** How slices are played. */
  public Feel feel() {
    return feel.feel();
  }

  /** Which model plays drum loops, see {@link HumanizeOption#playing}. */
  public HumanizeOption.Playing playing(boolean areDrums, String product, long seed)
      throws IOException {
    return humanize.playing(areDrums, product, seed);
  }

  /**
   * Fails where one of them was given, of a model without slices.
   *
   * @param title of its sort
   */
  void requireUsed(boolean isUsed, String title) {
    if (!isUsed && (bestOf != null || feel.isGiven() || humanize.isGiven())) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          "A " + title + " makes no loops: leave out --best-of, --tempo, --swing and --humanize.");
    }
  }

  /** Adds how slices are played to a JSON file, where it was given. */
  public void addTo(Map<String, Object> provenance) {
    feel.addTo(provenance);
  }
}
