package io.partita.studio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
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
        swap(lake, "again-" + publish);
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

  /** As lake.publish does: staged, journal, each table's folder renamed, current, cleaned up. */
  private static void swap(SmallLake lake, String run) throws Exception {
    Path bookkeeping = lake.root.resolve("_partita/songs");
    Path staged = bookkeeping.resolve("staged").resolve(run);
    lake.songs(run, table -> staged.resolve(table));
    List<String> tables;
    try (var list = Files.list(staged)) {
      tables = list.map(path -> path.getFileName().toString()).sorted().toList();
    }
    Path journal = bookkeeping.resolve("journal.json");
    Path temporary = bookkeeping.resolve("journal.json.tmp");
    Files.writeString(
        temporary,
        "{\"attempt\": \"%s\", \"command\": \"ingest-midi\", \"runId\": \"%s\", \"tables\": %s,"
                .formatted(run, run, "[\"" + String.join("\", \"", tables) + "\"]")
            + " \"dropped\": []}");
    Files.move(temporary, journal);
    Path previous = bookkeeping.resolve("previous-" + run);
    Files.createDirectories(previous);
    for (String table : tables) {
      Path live = lake.live("songs").of(table);
      Files.move(live, previous.resolve(table));
      Files.move(staged.resolve(table), live);
    }
    lake.publish("songs", run);
    Files.delete(journal);
  }
}
