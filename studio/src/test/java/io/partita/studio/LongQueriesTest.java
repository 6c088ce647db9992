package io.partita.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.InTurn;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Typed queries that do not end by themselves, more of them than run at once. */
@InTurn
class LongQueriesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;

  /** Ten thousand million steps between two looks at whether the query is cancelled. */
  static String query(int number) {
    return "SELECT levenshtein(repeat('a', 100000 + " + number + "), repeat('b', 100000))";
  }

  @Test
  void theListsWaitForNoneAndMoreThanWaitAreRefused() throws Exception {
    StudioServer.Limits limits =
        new StudioServer.Limits(Duration.ofSeconds(3), StudioServer.Limits.USUAL.patience());
    ExecutorService asking = Executors.newCachedThreadPool();
    try (StudioClient studio = new StudioClient(SmallLake.in(folder), "", limits)) {
      List<Future<HttpResponse<byte[]>>> queries =
          IntStream.range(0, Queries.AT_ONCE + Queries.MOST_WAITING + 1)
              .mapToObj(i -> asking.submit(() -> studio.sqlAnswer(query(i))))
              .toList();
      List<Integer> statuses = new ArrayList<>();
      while (statuses.size() < 8) {
        statuses.add(studio.bytes("/datasets/songs/items?q=song").statusCode());
        statuses.add(studio.bytes("/items/" + SmallLake.id(1) + "/notes").statusCode());
      }
      assertThat(queries).anyMatch(query -> !query.isDone());
      List<String> refusals = new ArrayList<>();
      for (Future<HttpResponse<byte[]>> query : queries) {
        HttpResponse<byte[]> answer = query.get(1, TimeUnit.MINUTES);
        refusals.add(answer.statusCode() + JSON.readTree(answer.body()).path("error").asText());
      }

      assertThat(statuses).containsOnly(200);
      assertThat(refusals).allSatisfy(one -> assertThat(one).matches("400.*3 seconds.*|503.+"));
      assertThat(refusals).filteredOn(one -> one.startsWith("400")).hasSizeGreaterThanOrEqualTo(2);
      assertThat(refusals).anyMatch(one -> one.startsWith("503"));
      assertThat(studio.sql("SELECT 1").path("rows").toString()).isEqualTo("[[1]]");
    } finally {
      asking.shutdownNow();
    }
  }
}
