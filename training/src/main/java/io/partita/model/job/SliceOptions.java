package io.partita.model.job;

import static io.partita.option.OptionRange.require;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.grid.Feel;
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

  @Option(
      names = "--tempo",
      paramLabel = "BPM",
      description = "Tempo of loops, melodies and trios in quarters a minute (default: 120).")
  private Double tempo;

  @Option(
      names = "--swing",
      paramLabel = "PERCENT",
      description =
          "Place of off sixteenths in their eighth, 50 to 75 percent (default: 50, straight).")
  private Double swing;

  @Mixin private HumanizeOption humanize = new HumanizeOption();

  void check() {
    require(
        candidates() >= 1 && candidates() <= MAX_CANDIDATES,
        "--best-of must be 1 to " + MAX_CANDIDATES,
        bestOf);
    require(tempo == null || (tempo >= 20 && tempo <= 400), "--tempo must be 20 to 400", tempo);
    require(swing == null || (swing >= 50 && swing <= 75), "--swing must be 50 to 75", swing);
  }

  /** How many are drawn for each that is kept. */
  public int candidates() {
    return bestOf == null ? 1 : bestOf;
  }

  /** How slices are played. */
  public Feel feel() {
    return new Feel(
        tempo == null ? Feel.USUAL.qpm() : tempo, swing == null ? Feel.USUAL.swing() : swing);
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
    if (!isUsed && (bestOf != null || tempo != null || swing != null || humanize.isGiven())) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          "A " + title + " makes no loops: leave out --best-of, --tempo, --swing and --humanize.");
    }
  }

  /** Adds how slices are played to a JSON file, where it was given. */
  public void addTo(Map<String, Object> provenance) {
    if (tempo != null) {
      provenance.put("tempo", tempo);
    }
    if (swing != null) {
      provenance.put("swing", swing);
    }
  }
}
