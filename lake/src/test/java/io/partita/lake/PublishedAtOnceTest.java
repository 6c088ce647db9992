package io.partita.lake;

import static io.partita.lake.SmallVersions.DATASET;
import static io.partita.lake.SmallVersions.publish;
import static io.partita.lake.SmallVersions.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.InTurn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Writers and readers at the same time, and writers that are killed. */
class PublishedAtOnceTest {
  private static final int ROUNDS = 50;
  private static final int KILLS = 20;

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Lake lake;

  /** Publishes until it is killed: a folder, and the number to begin with. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws IOException {
      Lake lake = SmallVersions.lake(Path.of(arguments[0]));
      for (int i = 0; ; i++) {
        publish(lake, "child" + arguments[1] + "x" + i);
        System.out.println(i);
      }
    }
  }

  @BeforeEach
  void open() throws IOException {
    lake = SmallVersions.lake(folder);
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

  @InTurn
  @Test
  @Timeout(300)
  void aWriterThatIsKilledAtAnyMomentLeavesAWholeVersion() throws Exception {
    publish(lake, "first");
    for (int kill = 0; kill < KILLS; kill++) {
      Process child =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElse("java"),
                  "-Xmx256m",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Child.class.getName(),
                  folder.toString(),
                  Integer.toString(kill))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      child.getInputStream().read(); // its first version is there
      TimeUnit.MICROSECONDS.sleep(2_500L * kill);
      child.destroyForcibly().waitFor();

      assertThat(seen(lake)).startsWith("child" + kill);
      String next = "after" + kill;
      publish(lake, next);
      assertThat(seen(lake)).isEqualTo(next);
      assertThat(folder.resolve("notes/dataset=songs").toFile().list())
          .containsExactlyInAnyOrder("_run.json", next + ".zstd.parquet");
    }
  }
}
