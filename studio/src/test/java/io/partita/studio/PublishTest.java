package io.partita.studio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data set that is published while it is read: no request fails, and the new version is seen. */
class PublishTest {
  private static final int PUBLISHES = 10;

  @TempDir private Path folder;

  @Test
  void noRequestFailsWhileADataSetIsPublishedTenTimes() throws Exception {
    SmallLake lake = SmallLake.in(folder);
    ExecutorService readers = Executors.newFixedThreadPool(3);
    AtomicBoolean isOver = new AtomicBoolean();
    List<Future<Integer>> asked = new ArrayList<>();
    try (StudioClient studio = new StudioClient(lake)) {
      String before = studio.get("/lake").path("version").asText();
      for (int reader = 0; reader < 3; reader++) {
        asked.add(readers.submit(() -> ask(studio, isOver)));
      }
      for (int publish = 0; publish < PUBLISHES; publish++) {
        lake.songs("again-" + publish, lake.live("songs"));
        lake.publish("songs", "again-" + publish);
        Thread.sleep(150);
      }
      isOver.set(true);
      int requests = 0;
      for (Future<Integer> one : asked) {
        requests += one.get();
      }

      assertThat(requests).isGreaterThan(PUBLISHES);
      Thread.sleep(300);
      assertThat(studio.get("/lake").path("version").asText()).isNotEqualTo(before);
      assertThat(studio.get("/datasets/songs").path("run").asText()).isEqualTo("again-9");
    } finally {
      readers.shutdownNow();
    }
  }

  private static int ask(StudioClient studio, AtomicBoolean isOver) throws Exception {
    int requests = 0;
    while (!isOver.get()) {
      for (String path :
          List.of(
              "/datasets/songs/items?q=song",
              "/items/" + SmallLake.id(1) + "/notes",
              "/items/" + SmallLake.id(2) + "/midi",
              "/datasets/songs/pictures?ids=" + SmallLake.id(0))) {
        assertThat(studio.bytes(path).statusCode()).as(path).isEqualTo(200);
        requests++;
      }
      assertThat(studio.sql("SELECT count(*) FROM notes").path("rows").toString())
          .isEqualTo("[[36]]");
    }
    return requests;
  }
}
