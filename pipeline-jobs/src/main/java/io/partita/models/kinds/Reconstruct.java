package io.partita.models.kinds;

import io.partita.models.latent.ReconstructOptions;
import io.partita.models.latent.Reconstructor;
import io.partita.run.ExitCode;
import io.partita.run.WrittenFiles;
import io.partita.training.TrainedModel;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Takes a file through a model: to latent vectors and back. Input: a file and a model; output:
 * original and reconstruction, to hear and to see, and how far they are apart. Needs no Spark.
 */
@Command(
    name = "reconstruct",
    description = "Encode a file with a model, decode it, and show what was kept.",
    modelTransformer = KindCommand.Jobs.class,
    footer = {
      "",
      "Examples:",
      "  partita reconstruct beat.mid --model models/drums --out out",
      "  partita reconstruct beat.mid --model models/drums --sample-z --seed 3 --out out"
    })
public final class Reconstruct implements Callable<Integer>, KindCommand {
  private final JobsOfKinds<Reconstructor<?>> reconstructors =
      new JobsOfKinds<>(Reconstructor.class);

  @Mixin private ReconstructOptions options;
  @Mixin private WrittenFiles written;
  @Spec private CommandSpec spec;

  @Override
  public JobsOfKinds<Reconstructor<?>> jobs() {
    return reconstructors;
  }

  @Override
  public Integer call() throws IOException {
    options.check();
    reconstructors.check();
    TrainedModel<?> trained = reconstructors.read(options.decode.model);
    run(reconstructors.of(trained, spec), trained);
    written.end();
    return ExitCode.OK;
  }

  private <M> void run(Reconstructor<M> reconstructor, TrainedModel<?> trained) throws IOException {
    reconstructor.run(options, trained.as(reconstructor.kind()), written);
  }
}
