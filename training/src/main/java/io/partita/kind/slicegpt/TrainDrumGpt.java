package io.partita.kind.slicegpt;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.drum.DrumMap;
import io.partita.model.run.SetOption;
import io.partita.model.run.TrainOptions;
import io.partita.model.slices.SliceModel;
import io.partita.model.slices.SliceTraining;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The drum slices of a data set to a language model of drum loops. Input: drum_slices and
 * drum_files of a lake; output: a model archive, and rows of the table training_runs.
 */
@Command(name = "train drum-gpt", description = "Train a Transformer language model of drum loops.")
final class TrainDrumGpt implements Callable<Integer> {
  @Mixin private TrainOptions options;

  @Option(
      names = SetOption.CONFIG_NAME,
      paramLabel = SetOption.CONFIG_LABEL,
      completionCandidates = ConfigNames.class,
      description = SetOption.CONFIG)
  private String config = "drum-gpt_2bar";

  /** Its names. */
  static final class ConfigNames extends SetOption.ConfigNames {
    ConfigNames() {
      super(SliceGptShape.KEPT);
    }
  }

  @Mixin private SetOption set;

  @Mixin private SliceTraining training;

  private SliceGptShape shape;

  @Override
  public Integer call() throws Exception {
    shape = set.on(SliceGptShape.KEPT, config);
    for (String name : SliceGptShape.OF_LATENT) {
      if (shape.latent() == 0 && set.has(name)) {
        throw new UserException(
            Mistake.OPTIONS_EXCLUDE,
            name + " needs a latent vector: add --set latent=64, or leave it out.");
      }
    }
    return shape.latent() > 0
        ? training.train(options, new Latents())
        : training.train(options, new Loops());
  }

  /** What both of them have. */
  private abstract class Shaped<M extends SliceModel<int[]>>
      implements SliceTraining.Networks<int[], M> {
    @Override
    public int batch(M network) {
      return shape.batch();
    }

    @Override
    public Map<String, Object> hyperParameters(M network) {
      return set.options(SliceGptShape.KEPT, config, shape);
    }
  }

  /** Language models of loops. */
  private final class Loops extends Shaped<SliceGpt> {
    @Override
    public DrumGptKind kind() {
      return DrumGptKind.KIND;
    }

    @Override
    public SliceGpt network(DrumMap map) {
      return shape.decoder(map);
    }
  }

  /** Autoencoders of loops. */
  private final class Latents extends Shaped<SliceGptVae> {
    @Override
    public DrumGptVaeKind kind() {
      return DrumGptVaeKind.KIND;
    }

    @Override
    public SliceGptVae network(DrumMap map) {
      return shape.autoencoder(map);
    }
  }
}
