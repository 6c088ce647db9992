package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The README's list of commands, made from what the commands say of themselves. */
class CommandsDocTest {
  private static final Path PAGE =
      Path.of(System.getProperty("partita.home", "..")).resolve("README.md");

  private static final String HEAD = "| command | what it does |\n|---|---|\n";
  private static final Pattern LIST = Pattern.compile(Pattern.quote(HEAD) + "(\\|.*\n)*");

  @Test
  void theReadmeListsEveryCommand() throws IOException {
    Map<String, CommandLine> commands = new CommandLine(new Partita()).getSubcommands();
    String list =
        commands.entrySet().stream()
            .filter(command -> !command.getKey().equals("help"))
            .map(command -> row(command.getKey(), command.getValue().getCommandSpec()))
            .collect(Collectors.joining("", HEAD, ""));
    String page = Files.readString(PAGE);
    assertThat(LIST.matcher(page).results()).as("lists of commands in %s", PAGE).hasSize(1);
    if (Boolean.getBoolean("partita.update.docs")) {
      page = LIST.matcher(page).replaceFirst(Matcher.quoteReplacement(list));
      Files.writeString(PAGE, page);
    }

    assertThat(page)
        .as(
            "README.md is out of date. Write it again with: ./mvnw -pl pipeline-jobs -am test"
                + " -Dtest=CommandsDocTest -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dpartita.update.docs=true")
        .contains(list);
  }

  /** The first sentence of the help. */
  private static String row(String name, CommandSpec command) {
    String description = String.join(" ", command.usageMessage().description());
    return "| `" + name + "` | " + description.replaceFirst("(?<=\\.) .*", "") + " |\n";
  }
}
