package io.partita.model.job;

import java.util.Arrays;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** Help of a command that is made from what the kinds of models say of themselves. */
public final class KindHelp {
  private KindHelp() {}

  /** Puts lines before those that a command ends its help with, after an empty one. */
  public static void add(CommandSpec command, Stream<String> lines) {
    String[] rest = command.usageMessage().footer();
    command
        .usageMessage()
        .footer(
            Stream.of(Stream.of(""), lines, Arrays.stream(rest))
                .flatMap(part -> part)
                .toArray(String[]::new));
  }
}
