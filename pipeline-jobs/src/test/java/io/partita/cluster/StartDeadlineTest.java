package io.partita.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.InTurn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The one deadline of all parts of a cluster. */
class StartDeadlineTest {
  private final List<String> said = new ArrayList<>();
  private Instant now = Instant.EPOCH;

  private StartDeadline of(Duration patience) {
    return new StartDeadline(patience, () -> now, said::add);
  }

  @InTurn
  @Test
  void everyFifteenSecondsALineSaysWhatIsWaitedFor() {
    StartDeadline deadline = of(Duration.ofMinutes(5));
    List<Long> spoken = new ArrayList<>();

    for (int second = 0; second < 50; second++) {
      int before = said.size();
      assertThat(deadline.pause(second < 20 ? "master" : "worker-1")).isTrue();
      if (said.size() > before) {
        spoken.add(deadline.elapsed().toSeconds());
      }
      now = now.plusSeconds(1);
    }

    assertThat(spoken).containsExactly(15L, 30L, 45L);
    assertThat(said.get(0)).startsWith("master ").contains("15 s").endsWith(" 5m");
    assertThat(said.get(2)).startsWith("worker-1 ").contains("45 s");
  }

  @Test
  void theTimeCountsForAllPartsTogether() {
    StartDeadline deadline = of(Duration.ofSeconds(90));

    assertThat(deadline.pause("master")).isTrue();
    now = now.plusMillis(89_999);
    assertThat(deadline.pause("worker-1")).isTrue();
    now = now.plusMillis(1);
    assertThat(deadline.pause("worker-2")).isFalse();
    assertThat(deadline.patience()).isEqualTo("1m30s");
  }

  @Test
  void withoutPatienceNothingIsWaitedFor() {
    assertThat(of(Duration.ZERO).pause("master")).isFalse();
    assertThat(said).isEmpty();
  }
}
