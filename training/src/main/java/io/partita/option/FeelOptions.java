package io.partita.option;

import static io.partita.option.OptionRange.require;

import io.partita.grid.Feel;
import java.util.Map;
import picocli.CommandLine.Option;

/** How slices are played. */
public final class FeelOptions {
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

  public void check() {
    require(tempo == null || (tempo >= 20 && tempo <= 400), "--tempo must be 20 to 400", tempo);
    require(swing == null || (swing >= 50 && swing <= 75), "--swing must be 50 to 75", swing);
  }

  /** Whether slices are played otherwise than usually. */
  public boolean isGiven() {
    return tempo != null || swing != null;
  }

  public Feel feel() {
    return new Feel(
        tempo == null ? Feel.USUAL.qpm() : tempo, swing == null ? Feel.USUAL.swing() : swing);
  }

  /** Adds what was given to a JSON file. */
  public void addTo(Map<String, Object> provenance) {
    if (tempo != null) {
      provenance.put("tempo", tempo);
    }
    if (swing != null) {
      provenance.put("swing", swing);
    }
  }
}
