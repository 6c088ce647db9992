package io.partita.cli;

import io.partita.model.job.KindHelp;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What a command's help ends with: a text beside its class, as {@code train-lstm.txt}. */
final class HelpText {
  private HelpText() {}

  /**
   * Adds the texts of a command and its own commands, where they have one.
   *
   * @param type that is annotated with the command's name
   */
  static void addTo(CommandLine command, Class<?> type) {
    Command annotated = type.getAnnotation(Command.class);
    List<String> text = KindHelp.beside(type, annotated.name().replace(' ', '-'));
    if (!text.isEmpty()) {
      UsageMessageSpec usage = command.getCommandSpec().usageMessage();
      usage.footer(
          Stream.of(Arrays.stream(usage.footer()), Stream.of(""), text.stream())
              .flatMap(part -> part)
              .toArray(String[]::new));
    }
    for (Class<?> own : annotated.subcommands()) {
      addTo(command.getSubcommands().get(own.getAnnotation(Command.class).name()), own);
    }
  }
}
