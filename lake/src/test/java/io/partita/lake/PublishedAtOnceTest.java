package io.partita.lake;

import static io.partita.lake.SmallVersions.publish;
import static io.partita.lake.SmallVersions.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.InTurn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On a disk, where writers are killed, too. */
class PublishedAtOnceTest extends PublishedAtOnce {
  private static final int KILLS = 20;

  @TempDir private Path folder;

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

  @Override
  Lake newLake() throws IOException {
    return SmallVersions.lake(folder);
  }

  @InTurn
  @Test
  @Timeout(300)
  void aWriterThatIsKilledAtAnyMomentLeavesAWholeVersion() throws Exception {
    Lake lake = newLake();
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
