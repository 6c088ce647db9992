package io.partita.command.model;

import io.partita.model.latent.EncodeOptions;
import io.partita.model.latent.Encodes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Encodes with a model of any sort. Input: a model and a data set, or a file; output: rows of the
 * table that such models encode to, or a file of codes or latents. Files need no Spark.
 */
@Command(
    name = "encode",
    description = "Encode a data set or a file with a model, as latents or codes.",
    modelTransformer = KindCommand.Jobs.class)
public final class Encode implements Callable<Integer>, KindCommand {
  private final CapabilityRegistry<Encodes> encoders = new CapabilityRegistry<>(Encodes.class);

  @Mixin private EncodeOptions options;
  @Spec private CommandSpec spec;

  @Override
  public CapabilityRegistry<Encodes> jobs() {
    return encoders;
  }

  @Override
  public Integer call() throws Exception {
    encoders.check();
    CapabilityRegistry.Chosen<Encodes> chosen = encoders.choose(options.model, spec);
    options.device.require(chosen.model());
    return chosen.job().encode(options, chosen.model());
  }
}
