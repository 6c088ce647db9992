package io.partita.models.musicvae;

import io.partita.model.musicvae.StepSampling;
import io.partita.models.DrawOptions;
import io.partita.models.GenerateOptions;
import io.partita.run.LoudnessOptions;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that take a MusicVAE to slices of files and back again. */
final class DecodeOptions {
  @Mixin DrumModelOption model = new DrumModelOption();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the MIDI and WAV files, the picture and the JSON file.")
  Path out;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description =
          "Temperature that each step is drawn at, 1 as the model says (default: 1 with --top-k or"
              + " --top-p, else always the likeliest step).")
  private Double temperature;

  @Mixin private DrawOptions among = new DrawOptions();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of what is drawn (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  @Mixin LoudnessOptions loudness = new LoudnessOptions();

  void check() {
    loudness.lufs();
    if (temperature != null) {
      GenerateOptions.requireTemperature(temperature);
    }
    among.check();
  }

  private boolean isDrawn() {
    return temperature != null || among.isGiven();
  }

  private double temperature() {
    return temperature == null ? 1 : temperature;
  }

  StepSampling sampling() {
    return isDrawn() ? new StepSampling(among.at(temperature()), seed) : StepSampling.ARGMAX;
  }

  /** How the steps are chosen, for a title. */
  String title() {
    return isDrawn()
        ? "steps drawn at temperature " + temperature() + among.phrase() + " by seed " + seed
        : "always the likeliest step";
  }

  /** Adds the options to a JSON file. */
  void addTo(Map<String, Object> provenance) {
    provenance.put("seed", seed);
    provenance.put("temperature", temperature);
    provenance.put("argmax", !isDrawn());
    among.addTo(provenance);
  }
}
