package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables of the documents render, and a command that a sentence or a cell names is one. */
class DocumentedNamesTest {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern CELL_END = Pattern.compile("(?<!\\\\)\\|");
  private static final Pattern SEPARATOR = Pattern.compile("\\|( *:?-+:? *\\|)+");

  private static final String PROGRAM = "^(?:\\./)?partita ";

  static Stream<String> pages() throws IOException {
    return DocumentedLine.pages().stream()
        .map(page -> DocumentedLine.HOME.relativize(page).toString());
  }

  /** The lines of a page with their numbers, without blocks of code. */
  private static List<String> lines(String page) throws IOException {
    List<String> lines = new ArrayList<>();
    boolean isCode = false;
    for (String line : Files.readAllLines(DocumentedLine.HOME.resolve(page))) {
      boolean isFence = line.strip().startsWith("```");
      isCode ^= isFence;
      lines.add(isCode || isFence || line.startsWith("    ") ? "" : line);
    }
    return lines;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aTableHasAHeadAndRowsOfItsWidth(String page) throws IOException {
    List<String> lines = lines(page);
    for (int i = 0; i < lines.size(); i++) {
      if (!isRow(lines, i)) {
        continue;
      }
      int head = i;
      assertThat(lines.get(head + 1).strip()).as("%s:%d", page, head + 2).matches(SEPARATOR);
      for (; isRow(lines, i); i++) {
        assertThat(cells(lines.get(i)))
            .as("cells of %s:%d", page, i + 1)
            .isEqualTo(cells(lines.get(head)));
      }
    }
  }

  private static boolean isRow(List<String> lines, int at) {
    return at < lines.size() && lines.get(at).strip().startsWith("|");
  }

  /** A bar ends a cell also in code, unless it is escaped. */
  private static int cells(String row) {
    assertThat(row.strip()).endsWith("|");
    return (int) CELL_END.matcher(row).results().count() - 1;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aCommandThatIsNamedIsOne(String page) throws IOException {
    List<String> found = new ArrayList<>();
    List<String> lines = lines(page);
    for (int i = 0; i < lines.size(); i++) {
      Matcher code = CODE.matcher(lines.get(i));
      while (code.find()) {
        String said = code.group(1);
        String[] words = said.replaceFirst(PROGRAM, "").split(" ", -1);
        if (said.matches(PROGRAM + "[a-z].*") && Invocation.of(words).command().isEmpty()) {
          found.add("%s:%d: %s".formatted(page, i + 1, said));
        }
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void theDataFlowHasEachTable() throws IOException {
    String page = Files.readString(DocumentedLine.HOME.resolve("docs/architecture.md"));
    String picture = page.substring(page.indexOf("│ lake/"), page.indexOf("└"));
    assertThat(picture.split("[^a-z_]+"))
        .contains(Stream.of(LakeTable.values()).map(LakeTable::tableName).toArray(String[]::new));
  }
}
