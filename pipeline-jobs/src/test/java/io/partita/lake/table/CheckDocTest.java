package io.partita.lake.table;

import static java.util.stream.Collectors.joining;

import io.partita.GeneratedPage;
import io.partita.lake.table.TableSpec.Reference;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table of {@code docs/reference/check.md} is what the tables say of themselves, and nothing
 * else.
 */
class CheckDocTest {
  private static final String HEAD =
      """
      | table | key (* unique) | `rows` are compared with | references |
      |---|---|---|---|
      """;

  @Test
  void thePageSaysWhatIsCheckedOfEachTable() throws IOException {
    new GeneratedPage("docs/reference/check.md", CheckDocTest.class).hasTable(HEAD, lines());
  }

  private static String lines() {
    return Stream.of(LakeTable.values())
        .map(LakeTable::spec)
        .map(CheckDocTest::line)
        .collect(joining());
  }

  private static String line(TableSpec table) {
    Stream<String> sums =
        table.rows().sums().stream()
            .map(sum -> "the sum of `" + sum.table() + "." + sum.column() + "`");
    String rows =
        Stream.concat(Stream.of(table.reported().inWords()), sums)
            .filter(words -> !words.isEmpty())
            .collect(joining("; "));
    List<String> references = table.rows().references().stream().map(Reference::table).toList();
    return "| `"
        + table.name()
        + "` | "
        + code(table.rows().key().columns())
        + (table.rows().key().isUnique() ? " *" : "")
        + cell(rows)
        + cell(code(references))
        + " |\n";
  }

  private static String cell(String text) {
    return text.isEmpty() ? " |" : " | " + text;
  }

  private static String code(List<String> names) {
    return names.stream().map(name -> "`" + name + "`").collect(joining(", "));
  }
}
