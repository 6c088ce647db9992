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

            `./partita COMMAND --help` shows what a command needs and the eight options that people use most, with examples;
            `--help-all` shows all options, and with a model on the command line only those of its kind. One word means one
            thing in all commands: `--input` is read, `--out` is written, `--lake` and `--model` are directories, `--dataset` is
            a name, `--where` chooses files by SQL, `--seed` makes a result repeatable, and with `--json` exactly one object is
            printed, on success or failure. A bare word is the main argument: `stats groove --lake lake`.

            A hyphen is a space: `train-lstm` is `train lstm`. `source <(partita completion bash)` completes commands, options,
            data sets, tables and models.
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
