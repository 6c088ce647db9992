package io.partita.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.ChildPartita;
import io.partita.CookbookPage;
import io.partita.CookbookPage.Question;
import io.partita.PartitaRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code partita-lake.jar} alone, in the spark-sql of a cluster that knows nothing of Partita. */
@Tag("cluster")
@Tag("full")
class LakeJarTest {
  private static final Path HOME = Path.of(System.getProperty("partita.home"));
  private static final String MARK = "next answer";

  private final TestCluster cluster = TestCluster.get();

  @TempDir private Path folder;

  @Test
  void theDocumentedLinesAnswerTheCookbook() throws Exception {
    List<Question> questions = CookbookPage.questions();
    Path script = folder.resolve("cookbook.sql");
    Files.writeString(
        script,
        String.join(
            "",
            questions.stream()
                .map(question -> question.query() + ";\nSELECT '" + MARK + "';\n")
                .toList()));

    PartitaRun run = sparkSql("-f", script.toString());

    List<String> answers = List.of(run.exits(0).out().split(MARK + "\n", -1));
    assertThat(answers).hasSize(questions.size() + 1);
    for (int i = 0; i < questions.size(); i++) {
      List<List<String>> rows = answers.get(i).lines().map(LakeJarTest::cells).toList();
      List<List<String>> expected = CookbookPage.cells(questions.get(i).answer());
      assertThat(rows)
          .as(questions.get(i).query())
          .usingElementComparator(LakeJarTest::compare)
          .isEqualTo(expected);
    }
  }

  /** A printed table cuts long texts, and ends those with "…". */
  private static int compare(List<String> row, List<String> printed) {
    List<String> cut = new ArrayList<>(row);
    for (int i = 0; i < Math.min(row.size(), printed.size()); i++) {
      String cell = printed.get(i);
      if (cell.endsWith("…") && row.get(i).startsWith(cell.substring(0, cell.length() - 1))) {
        cut.set(i, cell);
      }
    }
    return cut.equals(printed) ? 0 : 1;
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.split("\t", -1))
        .map(cell -> CookbookPage.cell(cell.strip()))
        .toList();
  }

  /** As docs/sql.md says it, with the cluster's master. */
  private PartitaRun sparkSql(String... more) throws IOException, InterruptedException {
    List<String> words =
        new ArrayList<>(
            List.of("--class", "org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver"));
    words.addAll(List.of("--master", cluster.cluster().masterUrl()));
    words.addAll(documented());
    // Hive's metastore leaves nothing behind.
    for (String setting :
        List.of(
            "hadoop.javax.jdo.option.ConnectionURL=jdbc:derby:memory:metastore;create=true",
            "driver.extraJavaOptions=-Dderby.stream.error.file=/dev/null",
            "sql.warehouse.dir=" + folder.resolve("warehouse"))) {
      words.addAll(List.of("--conf", "spark." + setting));
    }
    words.addAll(List.of(more));
    try (ChildPartita child = cluster.sparkSubmit(words)) {
      return child.end(Duration.ofMinutes(10));
    }
  }

  private static List<String> documented() throws IOException {
    String page = Files.readString(HOME.resolve("docs/sql.md"));
    String command = "spark-sql --jars partita-lake.jar";
    String lines =
        page.substring(page.indexOf(command), page.indexOf("\n\n", page.indexOf(command)));
    return Arrays.stream(lines.split("[\\s\\\\]+"))
        .skip(1)
        .map(word -> word.equals("partita-lake.jar") ? HOME + "/lake/target/" + word : word)
        .map(word -> word.replaceAll("=DIR$", "=" + CookbookPage.lake()))
        .toList();
  }
}
