package io.partita.model.job;

import static io.partita.option.OptionRange.require;

import io.partita.model.ClassDraw;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say among which notes or steps is drawn. */
public final class DrawOptions {
  @Option(
      names = "--top-k",
      paramLabel = "K",
      description = "Number of likeliest notes or steps to sample from (default: all).")
  private Integer topK;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      description =
          "Nucleus sampling: smallest set with this total probability, 0 to 1 (default: 1).")
  private Double topP;

  /**
   * @param topK null for all
   * @param topP null for 1
   */
  static DrawOptions of(Integer topK, Double topP) {
    DrawOptions options = new DrawOptions();
    options.topK = topK;
    options.topP = topP;
    return options;
  }

  /** Fails on what can be told from these options alone. */
  public void check() {
    require(topK == null || topK >= 1, "--top-k must be at least 1", topK);
    require(topP == null || (topP > 0 && topP <= 1), "--top-p must be above 0 and at most 1", topP);
  }

  /** Whether one of them was given. */
  public boolean isGiven() {
    return topK != null || topP != null;
  }

  /** How classes are drawn at a temperature. */
  public ClassDraw at(double temperature) {
    return new ClassDraw(
        temperature, topK == null ? Integer.MAX_VALUE : topK, topP == null ? 1 : topP);
  }

  /** For a title: a space and what is drawn among, or nothing where none was given. */
  public String phrase() {
    return (topK == null ? "" : " among the likeliest " + topK)
        + (topP == null ? "" : " within a share of " + topP);
  }

  /** Adds the options to a JSON file. */
  public void addTo(Map<String, Object> provenance) {
    provenance.put("top_k", topK);
    provenance.put("top_p", topP);
  }
}
