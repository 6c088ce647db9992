package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.CookbookPage;
import io.partita.CookbookPage.Question;
import io.partita.PartitaRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DuckDB and Spark print the same answers to the questions of {@code docs/cookbook.md}. */
@Tag("full")
class CookbookEnginesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double LAST_DIGITS = 1e-12;

  @TempDir private static Path folder;

  @Test
  void tablesAreTheSame() throws IOException {
    assertThat(answers("duckdb", "--format", "table"))
        .isEqualTo(answers("spark", "--format", "table"));
  }

  @Test
  void csvIsTheSame() throws IOException {
    assertThat(answers("duckdb", "--format", "csv")).isEqualTo(answers("spark", "--format", "csv"));
  }

  @Test
  void jsonHasTheSameColumnsValuesAndTypes() throws IOException {
    List<String> duckDb = answers("duckdb", "--json").lines().toList();
    List<String> spark = answers("spark", "--json").lines().toList();

    assertThat(duckDb).hasSameSizeAs(spark).hasSameSizeAs(CookbookPage.questions());
    for (int i = 0; i < spark.size(); i++) {
      assertThat(isSame(JSON.readTree(duckDb.get(i)), JSON.readTree(spark.get(i))))
          .as("%s%nis answered by%n%s", duckDb.get(i), spark.get(i))
          .isTrue();
    }
  }

  private static String answers(String engine, String... format) throws IOException {
    Path script = folder.resolve("cookbook.sql");
    Files.writeString(
        script,
        String.join(";\n", CookbookPage.questions().stream().map(Question::query).toList()));
    List<Object> words =
        new ArrayList<>(
            List.of("sql", "--lake", CookbookPage.lake(), "--engine", engine, "-f", script));
    words.addAll(List.of(format));
    return PartitaRun.of(words.toArray()).exits(0).out();
  }

  private static boolean isSame(JsonNode one, JsonNode other) {
    if (one.isContainerNode()) {
      boolean isSame =
          one.getNodeType() == other.getNodeType()
              && one.size() == other.size()
              && List.copyOf(names(one)).equals(names(other));
      for (int i = 0; isSame && one.isArray() && i < one.size(); i++) {
        isSame = isSame(one.get(i), other.get(i));
      }
      for (String name : names(one)) {
        isSame = isSame && isSame(one.get(name), other.get(name));
      }
      return isSame;
    }
    return one.isDouble() && other.isDouble()
        ? Math.abs(one.doubleValue() - other.doubleValue())
            <= LAST_DIGITS * Math.abs(other.doubleValue())
        : one.equals(other);
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
