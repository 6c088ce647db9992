package io.partita.command.model;

import io.partita.lake.run.ExitCode;
import io.partita.model.latent.InterpolateOptions;
import io.partita.model.train.TrainedModel;
import io.partita.objective.Interpolator;
import io.partita.objective.LatentModel;
import io.partita.output.WrittenFiles;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Goes from one file to another through a model's latent space. Input: two files and a model;
 * output: what is on the way, to hear and to see. Needs no Spark.
 */
@Command(
    name = "interpolate",
    description = "Interpolate between two files in a model's latent space.",
    modelTransformer = KindCommand.Jobs.class)
public final class Interpolate extends KindCommand<Interpolator<?, ?>> {
  @Mixin private InterpolateOptions options;
  @Mixin private WrittenFiles written;

  public Interpolate() {
    super(Interpolator.class);
  }

  @Override
  public Integer call() throws IOException {
    options.check();
    jobs().check();
    CapabilityRegistry.Chosen<Interpolator<?, ?>> chosen = choose(options.decode.model);
    run(chosen.job(), chosen.model());
    written.end();
    return ExitCode.OK;
  }

  private <M extends LatentModel<E>, E> void run(
      Interpolator<M, E> interpolator, TrainedModel<?> trained) throws IOException {
    interpolator.run(options, trained.as(interpolator.kind()), written);
  }
}
