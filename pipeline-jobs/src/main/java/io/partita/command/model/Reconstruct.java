package io.partita.command.model;

import io.partita.lake.run.ExitCode;
import io.partita.model.latent.ReconstructOptions;
import io.partita.model.train.TrainedModel;
import io.partita.objective.LatentModel;
import io.partita.objective.Reconstructor;
import io.partita.output.WrittenFiles;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Takes a file through a model: to latent vectors and back. Input: a file and a model; output:
 * original and reconstruction, to hear and to see, and how far they are apart. Needs no Spark.
 */
@Command(
    name = "reconstruct",
    description = "Encode and decode a file and report the reconstruction error.",
    modelTransformer = KindCommand.Jobs.class)
public final class Reconstruct extends KindCommand<Reconstructor<?, ?>> {
  @Mixin private ReconstructOptions options;
  @Mixin private WrittenFiles written;

  public Reconstruct() {
    super(Reconstructor.class);
  }

  @Override
  public Integer call() throws IOException {
    options.check();
    jobs().check();
    CapabilityRegistry.Chosen<Reconstructor<?, ?>> chosen = choose(options.decode.model);
    run(chosen.job(), chosen.model());
    written.end();
    return ExitCode.OK;
  }

  private <M extends LatentModel<E>, E> void run(
      Reconstructor<M, E> reconstructor, TrainedModel<?> trained) throws IOException {
    reconstructor.run(options, trained.as(reconstructor.kind()), written);
  }
}
