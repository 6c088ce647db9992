package io.partita.cli;

import io.partita.GeneratedPage;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The reference of commands, made from what the commands say of themselves. */
class CommandsDocTest {
  @Test
  void thePageListsEveryCommand() throws IOException {
    Map<String, CommandLine> commands = Partita.program().getSubcommands();
    StringBuilder page =
        new StringBuilder(
            """
            # Commands

            `./partita COMMAND --help` describes a command with all its options and examples. One word means one thing in
            all of them: `--input` is read, `--out` is written, `--lake` and `--model` are directories, `--dataset` is a name,
            `--seed` makes a result repeatable, and with `--json` exactly one object is printed, on success or failure.
            """);
    Commands.groups()
        .forEach(
            (title, names) -> {
              page.append("\n## ")
                  .append(title)
                  .append("\n\n| command | what it does |\n|---|---|\n");
              names.forEach(name -> page.append(row(name, commands.get(name))));
            });

    new GeneratedPage("docs/reference/commands.md", CommandsDocTest.class).is(page.toString());
  }

  /** The first sentence of the help. */
  private static String row(String name, CommandLine command) {
    String[] help = command.getCommandSpec().usageMessage().description();
    String first = String.join(" ", help).replaceFirst("(?<=\\.) .*", "");
    return "| `" + name + "` | " + first + " |\n";
  }
}
