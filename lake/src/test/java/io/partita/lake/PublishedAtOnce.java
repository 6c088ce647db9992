package io.partita.lake;

import static io.partita.lake.SmallVersions.DATASET;
import static io.partita.lake.SmallVersions.publish;
import static io.partita.lake.SmallVersions.seen;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writers and readers of a lake at the same time, wherever it is. */
abstract class PublishedAtOnce {
  private static final int ROUNDS = 50;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Lake lake;

  /** A lake that is not there yet. */
  abstract Lake newLake() throws IOException;

  @BeforeEach
  void open() throws IOException {
    lake = newLake();
  }

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void ofTwoWritersAtOnceOneWinsAndTheOtherChangesNothing() throws Exception {
    publish(lake, "first");
    int published = 1;
    CyclicBarrier together = new CyclicBarrier(2);
    for (int round = 0; round < ROUNDS; round++) {
      List<Future<String>> writers = new ArrayList<>();
      for (String writer : List.of("a" + round, "b" + round)) {
        writers.add(
            threads.submit(
                () -> {
                  together.await();
                  try {
                    publish(lake, writer);
                    return writer;
                  } catch (IOException e) {
                    return "";
                  }
                }));
      }
      Set<String> winners = new HashSet<>();
      for (Future<String> writer : writers) {
        winners.add(writer.get());
      }
      winners.remove("");
      published += winners.size();

      assertThat(winners).isNotEmpty();
      assertThat(seen(lake)).isIn(winners);
      assertThat(LakeVersions.of(lake, DATASET).newest().orElseThrow().number())
          .isEqualTo(published);
    }
  }

  @Test
  void readersInALoopSeeWholeVersionsAndNoError() throws Exception {
    publish(lake, "first");
    AtomicBoolean isOver = new AtomicBoolean();
    List<Future<Integer>> readers = new ArrayList<>();
    for (int reader = 0; reader < 2; reader++) {
      readers.add(
          threads.submit(
              () -> {
                Set<String> versions = new HashSet<>();
                while (!isOver.get()) {
                  versions.add(seen(lake));
                }
                return versions.size();
              }));
    }
    for (int version = 0; version < ROUNDS; version++) {
      publish(lake, "v" + version);
    }
    isOver.set(true);

    for (Future<Integer> reader : readers) {
      assertThat(reader.get()).isGreaterThan(1);
    }
    assertThat(seen(lake)).isEqualTo("v" + (ROUNDS - 1));
  }
}
