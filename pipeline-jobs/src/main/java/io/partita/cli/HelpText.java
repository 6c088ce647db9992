package io.partita.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
    try (InputStream text = type.getResourceAsStream(annotated.name().replace(' ', '-') + ".txt")) {
      if (text != null) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        Stream<String> lines = new String(text.readAllBytes(), StandardCharsets.UTF_8).lines();
        usage.footer(
            Stream.of(Arrays.stream(usage.footer()), Stream.of(""), lines)
                .flatMap(part -> part)
                .toArray(String[]::new));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (Class<?> own : annotated.subcommands()) {
      addTo(command.getSubcommands().get(own.getAnnotation(Command.class).name()), own);
    }
  }
}
