package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.PartitaRun;
import io.partita.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/sql.md} says that a text gives in Spark and in DuckDB. */
@Tag("spark")
class EngineDifferencesTest {
  private static final Path PAGE = Path.of(System.getProperty("partita.home"), "docs/sql.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(.+)` \\| `(.+)` \\| `(.+)` \\|$");

  @TempDir private Path folder;

  @Test
  void aTextGivesWhatThePageSays() throws IOException {
    List<MatchResult> rows = ROW.matcher(Files.readString(PAGE)).results().toList();

    assertThat(rows).hasSizeGreaterThan(8);
    assertThat(answers("spark", rows)).isEqualTo(groups(rows, 2));
    assertThat(answers("duckdb", rows)).isEqualTo(groups(rows, 3));
  }

  private List<String> answers(String engine, List<MatchResult> rows) throws IOException {
    Path script = folder.resolve("texts.sql");
    Files.writeString(
        script,
        rows.stream()
            .map(
                row ->
                    "SELECT "
                        + row.group(1)
                        + " AS answer FROM (VALUES (1.5), (2.0), (4.0)) t(x) LIMIT 1")
            .collect(Collectors.joining(";\n")));
    Sample sample = Sample.get();
    return PartitaRun.of(
            "sql", "--lake", sample.lake(), "--engine", engine, "--format", "csv", "-f", script)
        .exits(0)
        .out()
        .lines()
        .filter(line -> !line.equals("answer"))
        .map(line -> line.equals("\"\"") ? "NULL" : line)
        .toList();
  }

  private static List<String> groups(List<MatchResult> rows, int group) {
    return rows.stream().map(row -> row.group(group)).toList();
  }
}
