package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Each command line of the documents and of the help's examples is one that the program takes. */
class DocumentedCommandsTest {
  private static final Path HOME = Path.of(System.getProperty("partita.home", ".."));
  private static final Pattern LINE = Pattern.compile("^ +(?:\\./)?partita ([a-z].*)$");
  private static final Pattern WORD = Pattern.compile("(?:\"[^\"]*\"|'[^']*'|[^\\s\"'])+");

  static Stream<String> ofDocuments() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (String folder : List.of("docs", "models", "benchmarks", "airflow-dags")) {
      try (Stream<Path> files = Files.walk(HOME.resolve(folder))) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
      }
    }
    pages.add(HOME.resolve("README.md"));
    pages.add(HOME.resolve("CONTRIBUTING.md"));
    List<String> lines = new ArrayList<>();
    for (Path page : pages) {
      lines.addAll(lines(Files.readString(page)));
    }
    return lines.stream().distinct();
  }

  static Stream<String> ofHelp() {
    return Partita.program().getSubcommands().values().stream()
        .distinct()
        .flatMap(command -> lines(String.join("\n", footer(command))).stream())
        .distinct();
  }

  private static String[] footer(CommandLine command) {
    return command.getCommandSpec().usageMessage().footer();
  }

  @ParameterizedTest
  @MethodSource("ofDocuments")
  void aLineOfTheDocumentsIsUnderstood(String line) {
    assertUnderstood(line);
  }

  @ParameterizedTest
  @MethodSource("ofHelp")
  void anExampleOfTheHelpIsUnderstood(String line) {
    assertUnderstood(line);
  }

  private static void assertUnderstood(String line) {
    String[] words = words(line);
    if (List.of(words).contains("--help")) {
      assertThat(HelpPage.of(Partita.program(words), Commands.joined(words))).isPresent();
      return;
    }
    CommandLine program = Partita.program(words).setCaseInsensitiveEnumValuesAllowed(true);
    String[] joined = Commands.joined(words);
    assertThat(
            program
                .parseArgs(MainArgument.named(program, Conversion.arguments(joined)))
                .hasSubcommand())
        .isTrue();
  }

  /**
   * Lines that leave something out, or only part of whose statement is on them, are no commands.
   */
  private static List<String> lines(String text) {
    return text.replaceAll("\\\\\n\\s*", "")
        .lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .map(line -> line.group(1))
        .filter(
            line -> !line.matches(".*(…|\\[).*") && line.replaceAll("[^\"]", "").length() % 2 == 0)
        .toList();
  }

  /** As a shell splits them, up to a comment, a pipe or a redirection. */
  private static String[] words(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line);
    while (word.find() && !word.group().matches("[#|>&;].*|2>.*")) {
      words.add(word.group().replaceAll("[\"']", ""));
    }
    int master = words.indexOf("--master"); // the launcher's
    if (master >= 0) {
      words.subList(master, master + 2).clear();
    }
    words.removeIf(each -> each.startsWith("--master="));
    return words.toArray(String[]::new);
  }
}
