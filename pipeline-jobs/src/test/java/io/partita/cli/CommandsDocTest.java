package io.partita.cli;

import io.partita.GeneratedPage;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The reference's list of commands, made from what the commands say of themselves. */
class CommandsDocTest {
  @Test
  void thePageListsEveryCommand() throws IOException {
    Map<String, CommandLine> commands = Partita.program().getSubcommands();
    String rows =
        commands.entrySet().stream()
            .filter(command -> !command.getKey().equals("help"))
            .map(command -> row(command.getKey(), command.getValue().getCommandSpec()))
            .collect(Collectors.joining());

    new GeneratedPage("docs/reference/commands.md", CommandsDocTest.class)
        .hasTable("| command | what it does |\n|---|---|\n", rows);
  }

  /** The first sentence of the help. */
  private static String row(String name, CommandSpec command) {
    String description = String.join(" ", command.usageMessage().description());
    return "| `" + name + "` | " + description.replaceFirst("(?<=\\.) .*", "") + " |\n";
  }
}
