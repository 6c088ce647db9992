package io.partita.command.model;

import io.partita.model.latent.EncodeOptions;
import io.partita.model.latent.Encodes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Encodes with a model of any sort. Input: a model and a data set, or a file; output: rows of the
 * table that such models encode to, or a file of codes or latents. Files need no Spark.
 */
@Command(
    name = "encode",
    description = "Encode a data set or a file with a model, as latents or codes.",
    modelTransformer = KindCommand.Jobs.class)
public final class Encode extends KindCommand<Encodes> {
  @Mixin private EncodeOptions options;

  public Encode() {
    super(Encodes.class);
  }

  @Override
  public Integer call() throws Exception {
    jobs().check();
    CapabilityRegistry.Chosen<Encodes> chosen = choose(options.model);
    options.device.require(chosen.model());
    return chosen.job().encode(options, chosen.model());
  }
}
