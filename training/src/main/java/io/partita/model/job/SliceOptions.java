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

  /** Quarters a minute; null where none is given. */
  public Double tempo() {
    return feel.tempo();
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
   * @param isTempoUsed whether it takes a tempo all the same
   * @param title of its sort
   */
  void requireUsed(boolean isUsed, boolean isTempoUsed, String title) {
    if (!isUsed && (bestOf != null || feel.isSwung() || humanize.isGiven())) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          "A " + title + " makes no loops: leave out --best-of, --swing and --humanize.");
    }
    if (!isTempoUsed && feel.tempo() != null) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE, "A " + title + " takes no tempo: leave out --tempo.");
    }
  }

  /** Adds how slices are played to a JSON file, where it was given. */
  public void addTo(Map<String, Object> provenance) {
    feel.addTo(provenance);
  }
}
