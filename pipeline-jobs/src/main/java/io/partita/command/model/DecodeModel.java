package io.partita.command.model;

import io.partita.model.latent.DecodeInput;
import io.partita.model.latent.Decodes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Decodes with a model of any sort. Input: codes or latents, of a file or a lake, and the model
 * that made them; output: sound, or a mel.
 */
@Command(
    name = "decode",
    description = "Decode codes or latents to audio, or to a mel, with the model that made them.",
    modelTransformer = KindCommand.Jobs.class)
public final class DecodeModel extends KindCommand<Decodes> {
  @Mixin private DecodeInput options;

  public DecodeModel() {
    super(Decodes.class);
  }

  @Override
  public Integer call() throws Exception {
    jobs().check();
    CapabilityRegistry.Chosen<Decodes> chosen = choose(options.model);
    options.device.require(chosen.model());
    return chosen.job().decode(options, chosen.model());
  }
}
