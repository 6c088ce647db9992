package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.partita.CookbookPage;
import io.partita.CookbookPage.Question;
import io.partita.DuckDb;
import io.partita.PartitaRun;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/cookbook.md} answers its questions as the program and DuckDB do. */
@Tag("full")
class CookbookTest {
  private static final Pattern IN_DUCKDB =
      Pattern.compile("```duckdb\n([^`]*)\n```\n\n```text\n([^`]*)```");
  private static final Pattern VIEW = Pattern.compile("CREATE VIEW notes AS (.*)\n");
  private static final String MARK = "next answer";

  private static final Path README = CookbookPage.PAGE.resolveSibling("../README.md");
  private static final Pattern README_IN_DUCKDB =
      Pattern.compile("# DuckDB [^\n]*\n(?: +# [^\n]*\n)* +(SELECT [^;]*);");

  @TempDir private static Path folder;
  private static String page;
  private static List<String> answers;

  @BeforeAll
  static void answerAll() throws IOException {
    page = CookbookPage.text();
    answers = spark(CookbookPage.questions().stream().map(Question::query).toList());
    if (Boolean.getBoolean("partita.update.docs")) {
      page = answered();
      Files.writeString(CookbookPage.PAGE, page);
    }
  }

  @Test
  void thePageHasTheAnswersOfSpark() {
    assertThat(answers).hasSizeGreaterThan(20).doesNotContain("");
    assertThat(page)
        .as(
            "docs/cookbook.md is out of date. Write it again with: ./mvnw -pl pipeline-jobs -am"
                + " test -Dtest=CookbookTest -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dpartita.update.docs=true")
        .isEqualTo(answered());
  }

  @Test
  void theLakeIsThatOfTheReadme() throws IOException {
    assertThat(Files.readString(README)).contains("./partita demo ", "--lake demo/lake");
    assertThat(page)
        .contains(
            "./partita " + CookbookPage.DEMO + "\n",
            "./partita " + CookbookPage.SLICES + "\n",
            "./partita " + CookbookPage.DUPLICATES + "\n");
  }

  @Test
  void theReadmesQueryCountsNoDrums() throws IOException {
    Matcher query = README_IN_DUCKDB.matcher(Files.readString(README));
    assertThat(query.find()).isTrue();

    assertThat(
            DuckDb.rows(
                query.group(1).replace("demo/lake", CookbookPage.lake().toString())
                    + " ORDER BY 1"))
        .hasSizeGreaterThan(10)
        .isEqualTo(
            DuckDb.rows(
                "SELECT program, count(*) FROM read_parquet('"
                    + CookbookPage.lake()
                    + "/notes/*/*.parquet') WHERE channel <> 9 GROUP BY 1 ORDER BY 1"));
  }

  @Test
  void duckDbAnswersTheSame() {
    List<Question> questions = CookbookPage.questions();
    int asked = 0;
    for (int i = 0; i < questions.size(); i++) {
      if (questions.get(i).duckDbToo()) {
        String query = questions.get(i).query();
        assertThat(duckDb(query)).as(query).isEqualTo(CookbookPage.cells(answers.get(i)));
        asked++;
      }
    }
    assertThat(asked).isGreaterThan(10);
  }

  @Test
  void pandasReadsTheSameRows() throws Exception {
    assumeTrue(
        python("import pandas, pyarrow").exitCode() == 0, "Python here has no pandas with pyarrow");
    String script =
        Pattern.compile("```python\n(.*?)\n```", Pattern.DOTALL)
            .matcher(page)
            .results()
            .findFirst()
            .orElseThrow()
            .group(1);

    assertThat(python(script).exits(0).out().strip())
        .isEqualTo(duckDb(firstInDuckDb()).get(0).get(0));
  }

  /** The page with the answers that the program gives now. */
  private static String answered() {
    List<String> inOrder = new ArrayList<>(answers);
    Matcher question = CookbookPage.QUESTION.matcher(page);
    String sql =
        question.replaceAll(
            found ->
                Matcher.quoteReplacement(
                    (found.group(1) == null ? "" : found.group(1))
                        + "```sql\n"
                        + found.group(2)
                        + "\n```\n\n```text\n"
                        + inOrder.remove(0)
                        + "```"));
    return IN_DUCKDB
        .matcher(sql)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    "```duckdb\n"
                        + found.group(1)
                        + "\n```\n\n```text\n"
                        + duckDb(found.group(1)).get(0).get(0)
                        + "\n```"));
  }

  private static String firstInDuckDb() {
    return IN_DUCKDB.matcher(page).results().findFirst().orElseThrow().group(1);
  }

  /** What the program prints for each query, all in one session. */
  private static List<String> spark(List<String> queries) throws IOException {
    String mark = "SELECT '" + MARK + "' AS mark;\n";
    Path script = folder.resolve("cookbook.sql");
    Files.writeString(script, String.join(";\n" + mark, queries) + ";\n");
    String out = PartitaRun.of("sql", "--lake", CookbookPage.lake(), "-f", script).exits(0).out();
    return List.of(out.split("mark *\n-+\n" + MARK + "\n", -1));
  }

  /** A query's cells in DuckDB, over views as the page makes them. */
  private static List<List<String>> duckDb(String query) {
    Matcher view = VIEW.matcher(page);
    assertThat(view.find()).isTrue();
    List<String> tables = new ArrayList<>();
    for (LakeTable table : LakeTable.values()) {
      String name = table.tableName();
      if (query.matches("(?s).*\\b(FROM|JOIN) " + name + "\\b.*")) {
        tables.add(name + " AS (" + view.group(1).replace("/notes/", "/" + name + "/") + ")");
      }
    }
    String text = query;
    if (!tables.isEmpty()) {
      boolean hasOwn = query.startsWith("WITH ");
      text =
          "WITH " + String.join(", ", tables) + (hasOwn ? ", " + query.substring(5) : " " + query);
    }
    return DuckDb.rows(text.replace("demo/lake", CookbookPage.lake().toString())).stream()
        .map(row -> row.stream().map(CookbookPage::cell).toList())
        .toList();
  }

  private static PartitaRun python(String script) throws IOException, InterruptedException {
    try {
      Process python =
          new ProcessBuilder("python3", "-c", script).directory(folder.toFile()).start();
      String out = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String err = new String(python.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      return new PartitaRun(python.waitFor(), out, err);
    } catch (IOException e) {
      return new PartitaRun(127, "", e.getMessage());
    }
  }
}
