package io.partita.command.model;

import io.partita.model.latent.DecodeInput;
import io.partita.model.latent.Decodes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Decodes with a model of any sort. Input: codes or latents, of a file or a lake, and the model
 * that made them; output: sound, or a mel.
 */
@Command(
    name = "decode",
    description = "Decode codes or latents to audio, or to a mel, with the model that made them.",
    modelTransformer = KindCommand.Jobs.class)
public final class DecodeModel implements Callable<Integer>, KindCommand {
  private final CapabilityRegistry<Decodes> decoders = new CapabilityRegistry<>(Decodes.class);

  @Mixin private DecodeInput options;
  @Spec private CommandSpec spec;

  @Override
  public CapabilityRegistry<Decodes> jobs() {
    return decoders;
  }

  @Override
  public Integer call() throws Exception {
    decoders.check();
    CapabilityRegistry.Chosen<Decodes> chosen = decoders.choose(options.model, spec);
    options.device.require(chosen.model());
    return chosen.job().decode(options, chosen.model());
  }
}
