package io.partita.command.model;

import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;

/** A command for models of each kind that can what it does. */
interface KindCommand {
  CapabilityRegistry<?> jobs();

  /** Adds to such a command what its jobs say of themselves. */
  final class Jobs implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      ((KindCommand) command.userObject()).jobs().addTo(command);
      return command;
    }
  }
}
