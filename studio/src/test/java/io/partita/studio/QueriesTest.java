package io.partita.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Typed queries that take all memory or end their process: the studio goes on answering. */
@Tag("e2e")
class QueriesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A busy machine is slow. */
  private static final Duration QUERY = Duration.ofMinutes(1);

  @TempDir private static Path folder;
  private static StudioClient studio;
  private static ExecutorService asking;

  @BeforeAll
  static void start() throws Exception {
    studio =
        new StudioClient(
            SmallLake.in(folder),
            "",
            new StudioServer.Limits(QUERY, StudioServer.Limits.USUAL.patience()));
    studio.server.queries().warm();
    asking = Executors.newCachedThreadPool();
  }

  @AfterAll
  static void stop() throws Exception {
    asking.shutdownNow();
    studio.close();
  }

  @Test
  void whatNeedsTooMuchMemoryIsRefusedInOneLine() throws Exception {
    for (String text :
        List.of(
            "SELECT range(1000000000)",
            "SELECT range(i) FROM range(1000000000, 1000000001) t(i)",
            "SELECT repeat('a', 2000000000)",
            "SELECT length(repeat('a', 2000000000 + i)) FROM range(2) t(i)",
            "SELECT list(repeat('a', 100000) || i) FROM range(100000) t(i)")) {
      assertThat(refusal(studio.sqlAnswer(text))).as(text).contains("memory").hasLineCount(1);
      assertAnswers();
    }
  }

  @Test
  void answersAreBoundedInBytesAndTheirValuesInCharacters() throws Exception {
    HttpResponse<byte[]> wide = studio.sqlAnswer("SELECT repeat('é', 100000) FROM range(10000)");
    JsonNode rows = JSON.readTree(wide.body()).path("rows");

    assertThat(wide.body()).hasSizeBetween(TypedSql.MOST_BYTES / 2, QueryChild.MOST_ANSWER);
    assertThat(JSON.readTree(wide.body()).path("more").asBoolean()).isTrue();
    assertThat(rows)
        .allSatisfy(row -> assertThat(row.get(0).asText()).hasSize(10_001).endsWith("…"));
    assertThat(studio.sqlAnswer("SELECT range(3000) AS l, i FROM range(10000) t(i)").body())
        .hasSizeBetween(TypedSql.MOST_BYTES / 2, QueryChild.MOST_ANSWER);
    assertThat(refusal(studio.sqlAnswer("SELECT error(repeat('x', 1000000))")))
        .hasSizeLessThanOrEqualTo(2_000);
  }

  @Test
  void aQueryWhoseValuesAreCutAnswersTheSameRowsInItsOrder() throws Exception {
    JsonNode answer =
        studio.sql(
            "SELECT i AS a, [i, NULL] AS a, {'b': 'x'} AS s FROM range(30000) t(i)"
                + " ORDER BY hash(i); -- so");
    List<Long> expected = new ArrayList<>();
    studio
        .sql("SELECT i FROM range(30000) t(i) ORDER BY hash(i)")
        .path("rows")
        .forEach(row -> expected.add(row.get(0).asLong()));

    assertThat(answer.path("columns").findValuesAsText("name")).containsExactly("a", "a", "s");
    assertThat(answer.path("columns").findValuesAsText("type"))
        .containsExactly("BIGINT", "BIGINT[]", "STRUCT(b VARCHAR)");
    assertThat(answer.path("rows")).extracting(row -> row.get(0).asLong()).isEqualTo(expected);
    assertThat(answer.path("rows").get(0).get(1).asText())
        .isEqualTo("[" + expected.get(0) + ", NULL]");
    assertThat(studio.sql("SELECT ?").path("error").asText()).isNotBlank();
  }

  @Test
  void aProcessThatDiedIsReplaced() throws Exception {
    assertThat(studio.sqlAnswer("SELECT 1").statusCode()).isEqualTo(200);
    QueryProcess idle = studio.server.queries().idle().getFirst();
    kill(idle.pid());
    assertThat(studio.sqlAnswer("SELECT 1").statusCode()).isEqualTo(200);

    long pid = studio.server.queries().idle().getFirst().pid();
    Future<HttpResponse<byte[]>> query =
        asking.submit(() -> studio.sqlAnswer(LongQueriesTest.query(0)));
    while (!studio.server.queries().idle().stream().noneMatch(one -> one.pid() == pid)) {
      Thread.sleep(5);
    }
    kill(pid);

    assertThat(refusal(query.get(1, TimeUnit.MINUTES))).contains("137").hasLineCount(1);
    assertThat(studio.sqlAnswer("SELECT 1").statusCode()).isEqualTo(200);
  }

  @Test
  void aProcessSeesNoneOfTheStudiosEnvironment() throws Exception {
    assertThat(studio.sqlAnswer("SELECT 1").statusCode()).isEqualTo(200);
    Path process = Path.of("/proc/" + studio.server.queries().idle().getFirst().pid());

    assertThat(Files.readString(process.resolve("environ")).split("\0"))
        .isNotEmpty()
        .allMatch(
            one -> one.matches("(PATH|LANG|LC_ALL|LC_CTYPE|TZ|PWD|OLDPWD|MALLOC_ARENA_MAX)=.*"));
    assertThat(Files.readString(process.resolve("limits")))
        .containsPattern("Max address space +" + (2048L << 20) + " ");
  }

  private static void kill(long pid) throws Exception {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    process.onExit().get(1, TimeUnit.MINUTES);
  }

  private static void assertAnswers() throws Exception {
    assertThat(studio.get("/datasets/songs/items?q=song").path("items").size()).isEqualTo(4);
  }

  private static String refusal(HttpResponse<byte[]> answer) throws Exception {
    assertThat(answer.statusCode()).isIn(400, 503);
    return JSON.readTree(answer.body()).path("error").asText();
  }
}
