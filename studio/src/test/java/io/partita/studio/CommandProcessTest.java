package io.partita.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandProcessTest {
  @TempDir private Path folder;
  private CommandProcess commands;

  @BeforeEach
  void start() {
    commands = new CommandProcess(FakeCommands.words());
  }

  @AfterEach
  void stop() {
    commands.close();
  }

  @Test
  void theNewestCommandTakesThePlaceOfTheOneThatWaits() throws Exception {
    Asked slow = ask(14);
    slow.until(Thread.State.TIMED_WAITING); // for its answer
    Asked second = ask(2);
    second.until(Thread.State.WAITING); // for its turn
    Asked third = ask(3);

    assertThat(second.status()).isEqualTo(409);
    Files.createFile(folder.resolve("go"));
    assertThat(slow.status()).isEqualTo(200);
    assertThat(third.status()).isEqualTo(200);
  }

  @Test
  void aProcessThatEndedIsStartedAgainAtOnce() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> generate(15)).isInstanceOf(BadRequest.class);
      assertThat(generate(4)).isEqualTo(200);
    }
  }

  /** A command in a thread of its own. */
  private record Asked(FutureTask<Integer> task, Thread thread) {
    void until(Thread.State state) throws InterruptedException {
      long begin = System.nanoTime();
      while (thread.getState() != state) {
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMinutes(1));
        Thread.sleep(5);
      }
    }

    int status() throws Exception {
      return task.get(1, TimeUnit.MINUTES);
    }
  }

  private Asked ask(int seed) {
    FutureTask<Integer> task =
        new FutureTask<>(
            () -> {
              try {
                return generate(seed);
              } catch (BadRequest e) {
                return e.status();
              }
            });
    Thread thread = new Thread(task);
    thread.start();
    return new Asked(task, thread);
  }

  private int generate(int seed) throws Exception {
    List<String> command =
        List.of("generate", "builtin:drums", "--seed", "" + seed, "--out", folder.toString());
    return commands.run(command).path("exit").asInt() == 0 ? 200 : 400;
  }
}
