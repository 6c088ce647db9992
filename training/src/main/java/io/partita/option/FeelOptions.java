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
      description =
          "Tempo in quarters a minute (default: 120; of pieces of tokens the model's own).")
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

  /** Quarters a minute; null where none is given. */
  public Double tempo() {
    return tempo;
  }

  /** Whether a swing is given. */
  public boolean isSwung() {
    return swing != null;
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
