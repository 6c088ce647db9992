package io.partita.model.slices.vae;

import io.partita.model.job.DrawOptions;
import io.partita.model.job.GenerateOptions;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how an autoencoder of slices chooses the steps that it decodes. */
final class StepDraw {
  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "Step temperature (default: argmax; 1 with --top-k or --top-p).")
  private Double temperature;

  @Mixin private DrawOptions among = new DrawOptions();

  void check() {
    GenerateOptions.requireTemperature(temperature);
    among.check();
  }

  private boolean isDrawn() {
    return temperature != null || among.isGiven();
  }

  private double temperature() {
    return temperature == null ? 1 : temperature;
  }

  StepSampling sampling(long seed) {
    return isDrawn() ? new StepSampling(among.at(temperature()), seed) : StepSampling.ARGMAX;
  }

  /** How the steps are chosen, for a title. */
  String title(long seed) {
    return isDrawn()
        ? "steps drawn at temperature " + temperature() + among.phrase() + " by seed " + seed
        : "always the likeliest step";
  }

  /** Adds the options to a JSON file. */
  void addTo(Map<String, Object> provenance) {
    provenance.put("temperature", temperature);
    provenance.put("argmax", !isDrawn());
    among.addTo(provenance);
  }
}
