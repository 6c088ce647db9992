package io.partita.cli;

import io.partita.models.kinds.Kinds;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;

/** Puts the train command of each kind of model before what is done with models. */
final class TrainCommands implements IModelTransformer {
  private static final String FIRST_AFTER_TRAINING = "evaluate";

  @Override
  public CommandSpec transform(CommandSpec program) {
    Map<String, CommandLine> others = new LinkedHashMap<>(program.subcommands());
    others.keySet().forEach(program::removeSubcommand);
    others.forEach(
        (name, command) -> {
          if (name.equals(FIRST_AFTER_TRAINING)) {
            Kinds.trainCommands()
                .forEach(train -> program.addSubcommand(null, new CommandLine(train)));
          }
          program.addSubcommand(name, command);
        });
    return program;
  }
}
