package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Each command line of the documents and of the help's examples is one that the program takes. */
class DocumentedCommandsTest {
  static Stream<DocumentedLine> ofDocuments() throws IOException {
    List<DocumentedLine> lines = new ArrayList<>();
    for (Path page : DocumentedLine.pages()) {
      lines.addAll(DocumentedLine.of(page));
    }
    return lines.stream().filter(DocumentedLine::isWhole);
  }

  static Stream<DocumentedLine> ofHelp() {
    return Partita.program().getSubcommands().entrySet().stream()
        .filter(command -> command.getKey().equals(command.getValue().getCommandName()))
        .flatMap(
            command ->
                DocumentedLine.of(
                    "help " + command.getKey(), String.join("\n", footer(command.getValue())))
                    .stream())
        .filter(DocumentedLine::isWhole);
  }

  private static String[] footer(CommandLine command) {
    return command.getCommandSpec().usageMessage().footer();
  }

  @ParameterizedTest
  @MethodSource("ofDocuments")
  void aLineOfTheDocumentsIsUnderstood(DocumentedLine line) {
    assertUnderstood(line);
  }

  @ParameterizedTest
  @MethodSource("ofHelp")
  void anExampleOfTheHelpIsUnderstood(DocumentedLine line) {
    assertUnderstood(line);
  }

  private static void assertUnderstood(DocumentedLine line) {
    String[] words = withoutMaster(line.words());
    Invocation invocation = Invocation.of(words);
    if (List.of(words).contains("--help")) {
      assertThat(HelpPage.of(invocation)).isPresent();
      return;
    }
    assertThat(parsed(invocation).hasSubcommand()).isTrue();
  }

  private static ParseResult parsed(Invocation invocation) {
    return invocation
        .program()
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(MainArgument.named(invocation).words().toArray(String[]::new));
  }

  /** The launcher takes that option out. */
  private static String[] withoutMaster(String... line) {
    List<String> words = new ArrayList<>(List.of(line));
    int master = words.indexOf("--master");
    if (master >= 0) {
      words.subList(master, master + 2).clear();
    }
    words.removeIf(each -> each.startsWith("--master="));
    return words.toArray(String[]::new);
  }
}
