package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Phrases that readers have to decode are in no page, no help and no message. */
class PlainEnglishTest {
  /** "draws" and "parts" have plain meanings, too, and are not counted. */
  private static final Pattern DECODED =
      Pattern.compile(
          String.join(
              "|",
              "\\b(is|are) told\\b",
              "\\bthat there (is|are)\\b",
              "\\bis none\\b",
              "\\blikewise\\b",
              "\\bas [\\w ]{1,30} does\\b",
              "\\bof (its|theirs)(?=[.,;:)])",
              "\\banew\\b",
              "\\bgives? way\\b",
              "\\bstands?\\b",
              "\\blies\\b",
              "\\bwhoever\\b",
              "\\bwho wants\\b",
              "\\bby heart\\b",
              "\\bdeals\\b",
              "\\btakes its leave\\b",
              "\\bcomes of\\b",
              "\\bwhat [\\w ]{1,40} is worth\\b"),
          Pattern.CASE_INSENSITIVE);

  /** Fenced blocks and indented lines. */
  private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```|^    [^\\n]*$");

  private static final List<String> MODULES =
      List.of("feature-extraction", "sample-data", "lake", "training", "pipeline-jobs");
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");
  private static final Path HOME = Path.of(System.getProperty("partita.home", ".."));

  @Test
  void noPageHasOne() throws IOException {
    List<Path> pages = new ArrayList<>(below(HOME.resolve("docs"), ".md"));
    pages.addAll(below(HOME.resolve("models"), ".md"));
    pages.addAll(below(HOME.resolve("benchmarks"), ".md"));
    for (String page :
        List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "airflow-dags/README.md")) {
      pages.add(HOME.resolve(page));
    }
    for (Path page : pages) {
      String text = CODE.matcher(Files.readString(page)).replaceAll("");
      assertThat(phrases(text)).as("%s", page).isEmpty();
    }
  }

  @Test
  void noHelpHasOne() {
    assertNone(Partita.program());
  }

  private static void assertNone(CommandLine command) {
    assertThat(phrases(command.getUsageMessage(CommandLine.Help.Ansi.OFF)))
        .as("help of %s", command.getCommandSpec().qualifiedName())
        .isEmpty();
    command.getSubcommands().values().forEach(PlainEnglishTest::assertNone);
  }

  @Test
  void noMessageHasOne() throws IOException {
    for (String module : MODULES) {
      for (Path source : below(HOME.resolve(module).resolve("src/main/java"), ".java")) {
        assertThat(phrases(literals(source))).as("%s", source).isEmpty();
      }
    }
  }

  /** Other programs use it, which have options of their own or none. */
  @Test
  void noMessageOfTheLakeNamesAnOption() throws IOException {
    for (Path source : below(HOME.resolve("lake/src/main/java"), ".java")) {
      assertThat(literals(source)).as("%s", source).doesNotContainPattern("(?<![\\w-])--[a-z]");
    }
  }

  private static String literals(Path source) throws IOException {
    String code = COMMENT.matcher(Files.readString(source)).replaceAll("");
    return LITERAL
        .matcher(code.replaceAll("\"\\s*\\+\\s*\"", ""))
        .results()
        .map(literal -> literal.group(1))
        .collect(Collectors.joining(" \u00b7 "));
  }

  /** Each with what is before it. */
  private static List<String> phrases(String text) {
    String line = text.replaceAll("\\s+", " ");
    return DECODED
        .matcher(line)
        .results()
        .map(found -> line.substring(Math.max(0, found.start() - 30), found.end()))
        .toList();
  }

  private static List<Path> below(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(path -> path.toString().endsWith(ending)).toList();
    }
  }
}
