package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.partita.DuckDb;
import io.partita.PartitaRun;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.lang3.math.NumberUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/cookbook.md} answers its questions as the program and DuckDB do. */
@Tag("full")
class CookbookTest {
  private static final Path PAGE =
      Path.of(System.getProperty("partita.home", "..")).resolve("docs/cookbook.md");
  private static final Pattern QUESTION =
      Pattern.compile("(\\*DuckDB too\\.\\*\n\n)?```sql\n([^`]*)\n```\n\n```text\n([^`]*)```");
  private static final Pattern IN_DUCKDB =
      Pattern.compile("```duckdb\n([^`]*)\n```\n\n```text\n([^`]*)```");
  private static final Pattern VIEW = Pattern.compile("CREATE VIEW notes AS (.*)\n");
  private static final String MARK = "next answer";

  /** What the README and the page tell everyone to run. */
  private static final String DEMO = "demo --out demo --tracks 200 --seed 1";

  private static final String SLICES =
      "slice-drums --lake demo/lake --dataset lmd_matched --bars 2";

  private static final String DUPLICATES = "find-duplicates --lake demo/lake --dataset lmd_matched";

  private static final Path README = PAGE.resolveSibling("../README.md");
  private static final Pattern README_IN_DUCKDB =
      Pattern.compile("# DuckDB [^\n]*\n(?: +# [^\n]*\n)* +(SELECT [^;]*);");

  @TempDir private static Path folder;
  private static String page;
  private static List<String> answers;

  @BeforeAll
  static void answerAll() throws IOException {
    page = Files.readString(PAGE);
    run(DEMO);
    run(SLICES);
    run(DUPLICATES);
    answers = spark(QUESTION.matcher(page).results().map(question -> question.group(2)).toList());
    if (Boolean.getBoolean("partita.update.docs")) {
      page = answered();
      Files.writeString(PAGE, page);
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
    assertThat(Files.readString(README)).contains("./partita " + DEMO + "\n");
    assertThat(page)
        .contains(
            "./partita " + DEMO + "\n",
            "./partita " + SLICES + "\n",
            "./partita " + DUPLICATES + "\n");
  }

  @Test
  void theReadmesQueryCountsNoDrums() throws IOException {
    Matcher query = README_IN_DUCKDB.matcher(Files.readString(README));
    assertThat(query.find()).isTrue();

    assertThat(DuckDb.rows(query.group(1).replace("demo/lake", lake().toString()) + " ORDER BY 1"))
        .hasSizeGreaterThan(10)
        .isEqualTo(
            DuckDb.rows(
                "SELECT program, count(*) FROM read_parquet('"
                    + lake()
                    + "/notes/*/*.parquet') WHERE channel <> 9 GROUP BY 1 ORDER BY 1"));
  }

  @Test
  void duckDbAnswersTheSame() {
    List<MatchResult> questions = QUESTION.matcher(page).results().toList();
    int asked = 0;
    for (int i = 0; i < questions.size(); i++) {
      if (questions.get(i).group(1) != null) {
        String query = questions.get(i).group(2);
        assertThat(duckDb(query)).as(query).isEqualTo(cells(answers.get(i)));
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
    Matcher question = QUESTION.matcher(page);
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

  private static void run(String command) {
    String[] words = command.replace("demo/lake", lake().toString()).split(" ", -1);
    for (int i = 0; i < words.length; i++) {
      words[i] = words[i].equals("demo") && i > 0 ? folder.resolve("demo").toString() : words[i];
    }
    PartitaRun.of((Object[]) words).exits(0);
  }

  /** What the program prints for each query, all in one session. */
  private static List<String> spark(List<String> queries) throws IOException {
    String mark = "SELECT '" + MARK + "' AS mark;\n";
    Path script = folder.resolve("cookbook.sql");
    Files.writeString(script, String.join(";\n" + mark, queries) + ";\n");
    String out = PartitaRun.of("sql", "--lake", lake(), "-f", script).exits(0).out();
    return List.of(out.split("mark *\n-+\n" + MARK + "\n", -1));
  }

  /** The cells of a printed table, below its header. */
  private static List<List<String>> cells(String table) {
    List<String> lines = table.lines().toList();
    List<MatchResult> columns = Pattern.compile("-+").matcher(lines.get(1)).results().toList();
    List<List<String>> rows = new ArrayList<>();
    for (String line : lines.subList(2, lines.size())) {
      List<String> row = new ArrayList<>();
      for (MatchResult column : columns) {
        int end = Math.min(column.end(), line.length());
        row.add(text(column.start() >= end ? "" : line.substring(column.start(), end).strip()));
      }
      rows.add(row);
    }
    return rows;
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
    return DuckDb.rows(text.replace("demo/lake", lake().toString())).stream()
        .map(row -> row.stream().map(CookbookTest::text).toList())
        .toList();
  }

  /** Numbers without their types: DuckDB rounds down to 1.0 where Spark says 1. */
  private static String text(Object value) {
    String text = value == null ? "NULL" : value.toString();
    return NumberUtils.isParsable(text)
        ? new BigDecimal(text).stripTrailingZeros().toPlainString()
        : text;
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

  private static Path lake() {
    return folder.resolve("demo/lake");
  }
}
