package io.partita.model.audio.vae;

import io.partita.SplitMix64;
import io.partita.model.ModelKind;
import io.partita.model.audio.AudioInput;
import io.partita.model.job.GenerateOptions;
import io.partita.model.job.Generation;
import io.partita.model.job.Generations;
import io.partita.model.job.Generator;
import io.partita.model.job.KindHelp;
import io.partita.model.train.TrainedModel;
import io.partita.nn.latent.LatentNoise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** What {@code generate} does with a VAE of audio: sounds of latents drawn from the prior. */
public final class GenerateAudio<M extends AudioVae> implements Generator<M> {
  private final ModelKind<M> kind;

  @Option(names = "--raw", description = "Keep the decoder's samples, with their mean and level.")
  private boolean isRaw;

  @Option(
      names = "--nearest",
      paramLabel = "LAKE",
      description =
          "Lake to search for each sound's nearest training window, for the" + " JSON file.")
  private String lake;

  public GenerateAudio(ModelKind<M> kind) {
    this.kind = kind;
  }

  @Override
  public ModelKind<M> kind() {
    return kind;
  }

  @Override
  public List<String> help() {
    return KindHelp.text(kind, "generate");
  }

  @Override
  public String product(M model) {
    return "sounds";
  }

  @Override
  public String whatOthersLack() {
    return "makes no audio by itself";
  }

  @Override
  public Class<Generation.Sound> makes() {
    return Generation.Sound.class;
  }

  /** Number k depends on the seed and k, not on how many there are. */
  @Override
  public Generations.Prepared prepare(GenerateOptions options, TrainedModel<M> trained) {
    options.requireNoClasses(kind().title());
    M model = trained.model();
    float[][] z = LatentNoise.draw(options.count, model.latent(), options.seed);
    for (float[] one : z) {
      for (int i = 0; i < one.length; i++) {
        one[i] *= (float) options.temperature();
      }
    }
    return weights -> {
      List<float[]> windows = new ArrayList<>();
      for (int number = 0; number < z.length; number++) {
        // Others in its batch would change its last bits.
        long noise = SplitMix64.of(options.seed, number);
        windows.add(model.decode(weights, new float[][] {z[number]}, noise)[0]);
      }
      List<Map<String, Object>> nearest =
          lake == null ? null : NearestWindows.of(lake, trained, windows);
      return Generations.of(
          number -> {
            float[] window = windows.get(number);
            Map<String, Object> provenance = new LinkedHashMap<>();
            provenance.put("seed", options.seed);
            provenance.put("number", number + 1);
            provenance.put("temperature", options.temperature());
            provenance.put("raw", isRaw);
            provenance.put("z", z[number]);
            if (nearest != null) {
              provenance.put("nearest_training_window", nearest.get(number));
            }
            return new Generation(
                sound(model.input(), window, options.seed),
                name ->
                    AudioPictures.each(
                        title(options, name), model.input(), List.of(name), List.of(window)),
                provenance,
                "");
          });
    };
  }

  private Generation.Sound sound(AudioInput input, float[] window, long seed) {
    float[] samples = AudioSounds.of(input, List.of(window), seed);
    return new Generation.Sound(
        samples,
        input.sampleRateHz(),
        isRaw ? OptionalDouble.empty() : OptionalDouble.of(AudioSounds.level(input, samples)));
  }

  private static String title(GenerateOptions options, String name) {
    return name
        + ": z drawn from the prior by seed "
        + options.seed
        + (options.temperature() == 1 ? "" : " at temperature " + options.temperature());
  }
}
