package io.partita.kind.slicegpt;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.drum.DrumMap;
import io.partita.form.SliceForm;
import io.partita.model.run.ConfigOptions;
import io.partita.model.run.TrainOptions;
import io.partita.model.slices.SliceKind;
import io.partita.model.slices.SliceModel;
import io.partita.model.slices.SliceTraining;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Mixin;

/**
 * What a command does that trains the slice GPTs of a form: language models, or with a latent size
 * autoencoders.
 */
final class SliceGptTraining {
  @Mixin private TrainOptions options;

  @Mixin private SliceTraining training;

  /**
   * @param latents kind of the autoencoders
   */
  int train(ConfigOptions<SliceGptShape> config, SliceGptVaeKind latents) throws Exception {
    SliceGptKind plain = latents.plain();
    SliceForm form = plain.form();
    SliceGptShape shape = config.changed();
    for (String name : SliceGptShape.OF_LATENT) {
      if (shape.latent() == 0 && config.sets(name)) {
        throw new UserException(
            Mistake.OPTIONS_EXCLUDE,
            name + " needs a latent vector: add --set latent=64, or leave it out.");
      }
    }
    Map<String, Object> decisive = config.decisive(shape);
    return shape.latent() > 0
        ? training.train(
            options,
            new Shaped<>(latents, map -> shape.autoencoder(form, map), shape.batch(), decisive))
        : training.train(
            options, new Shaped<>(plain, map -> shape.decoder(form, map), shape.batch(), decisive));
  }

  /** Networks of a shape, by the map that their slices are cut by. */
  private record Shaped<M extends SliceModel<int[]>>(
      SliceKind<M> kind, Function<DrumMap, M> of, int batch, Map<String, Object> decisive)
      implements SliceTraining.Networks<int[], M> {
    @Override
    public M network(DrumMap map) {
      return of.apply(map);
    }

    @Override
    public int batch(M network) {
      return batch;
    }

    @Override
    public Map<String, Object> hyperParameters(M network) {
      return decisive;
    }
  }
}
