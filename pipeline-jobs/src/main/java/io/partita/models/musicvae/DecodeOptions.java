package io.partita.models.musicvae;

import io.partita.model.musicvae.StepSampling;
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
          "Temperature that each step is drawn at, 1 as the model says (default: always the"
              + " likeliest step).")
  private Double temperature;

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
  }

  StepSampling sampling() {
    return new StepSampling(temperature == null ? 1 : temperature, temperature == null, seed);
  }

  /** How the steps are chosen, for a title. */
  String title() {
    return temperature == null
        ? "always the likeliest step"
        : "steps drawn at temperature " + temperature + " by seed " + seed;
  }

  /** Adds the options to a JSON file. */
  void addTo(Map<String, Object> provenance) {
    provenance.put("seed", seed);
    provenance.put("temperature", temperature);
    provenance.put("argmax", temperature == null);
  }
}
