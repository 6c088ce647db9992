package io.partita.model.audio.vae;

import io.partita.SplitMix64;
import io.partita.model.ModelKind;
import io.partita.model.audio.AudioInput;
import io.partita.model.job.GenerateOptions;
import io.partita.model.job.Generation;
import io.partita.model.job.Generations;
import io.partita.model.job.Generator;
import io.partita.model.train.TrainedModel;
import io.partita.nn.latent.LatentNoise;
import io.partita.option.OptionRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/**
 * What {@code generate} does with a VAE of audio: sounds of latents drawn from the prior, or of one
 * such draw along one of its numbers.
 */
public final class GenerateAudio<M extends AudioVae> implements Generator<M> {
  /** Deviations of the prior that a dimension goes to on either side. */
  private static final float MOST_ALONG = 3;

  private final ModelKind<M> kind;

  @Option(names = "--raw", description = "Keep the decoder's samples, with their mean and level.")
  private boolean isRaw;

  @Option(
      names = "--along",
      paramLabel = "I",
      description =
          "Dimension of z, from 0, that --count sounds of one draw take from -3 to 3 (default: new"
              + " draws).")
  private Integer along;

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

  /** Without {@code --along}, number k depends on the seed and k, not on how many there are. */
  @Override
  public Generations.Prepared prepare(GenerateOptions options, TrainedModel<M> trained) {
    options.requireNoClasses(kind().title());
    M model = trained.model();
    float[][] z = z(options, model);
    return weights -> {
      List<float[]> windows = new ArrayList<>();
      for (int number = 0; number < z.length; number++) {
        // Others in its batch would change its last bits.
        long noise = along == null ? SplitMix64.of(options.seed, number) : options.seed;
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
            if (along != null) {
              provenance.put("along", along);
              provenance.put("value", value(number, z.length));
            }
            provenance.put("raw", isRaw);
            provenance.put("z", z[number]);
            if (nearest != null) {
              provenance.put("nearest_training_window", nearest.get(number));
            }
            return new Generation(
                sound(model.input(), window, options.seed),
                name ->
                    AudioPictures.each(
                        title(options, name, number),
                        model.input(),
                        List.of(name),
                        List.of(window)),
                provenance,
                "");
          });
    };
  }

  private float[][] z(GenerateOptions options, M model) {
    if (along != null) {
      OptionRange.require(
          along >= 0 && along < model.latents(),
          "--along must be 0 to " + (model.latents() - 1),
          along);
      OptionRange.require(
          options.count > 1, "--along needs --count sounds to compare, 2 or more", options.count);
    }
    float[][] z = LatentNoise.draw(along == null ? options.count : 1, model.latent(), options.seed);
    for (float[] one : z) {
      for (int i = 0; i < one.length; i++) {
        one[i] *= (float) options.temperature();
      }
    }
    return along == null ? z : path(z[0], along, options.count, model.latents());
  }

  /** Copies of a z whose number of each frame goes the same way. */
  private static float[][] path(float[] z, int along, int count, int latents) {
    int frames = z.length / latents;
    float[][] path = new float[count][];
    for (int number = 0; number < count; number++) {
      path[number] = z.clone();
      Arrays.fill(path[number], along * frames, (along + 1) * frames, value(number, count));
    }
    return path;
  }

  private static float value(int number, int count) {
    return MOST_ALONG * (2f * number / (count - 1) - 1);
  }

  private Generation.Sound sound(AudioInput input, float[] window, long seed) {
    float[] samples = AudioSounds.of(input, List.of(window), seed);
    return new Generation.Sound(
        samples,
        input.sampleRateHz(),
        isRaw ? OptionalDouble.empty() : OptionalDouble.of(AudioSounds.level(input, samples)));
  }

  private String title(GenerateOptions options, String name, int number) {
    return name
        + ": z drawn from the prior by seed "
        + options.seed
        + (options.temperature() == 1 ? "" : " at temperature " + options.temperature())
        + (along == null
            ? ""
            : String.format(
                Locale.ROOT, ", dimension %d at %.2f", along, value(number, options.count)));
  }
}
