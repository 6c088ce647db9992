package io.partita.command.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.lake.run.ExitCode;
import io.partita.statistics.ComparedFigure;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateLineTest {
  @Test
  void aBoundIsMetUpToItself() {
    assertThat(GateLine.atMost("nats", 50.0, null, 50).ok()).isTrue();
    assertThat(GateLine.atMost("nats", 50.1, null, 50).ok()).isFalse();
    assertThat(GateLine.atLeast("history_nats", 3.0, 3).ok()).isTrue();
    assertThat(GateLine.atLeast("history_nats", 2.9, 3).ok()).isFalse();
    assertThat(GateLine.near(new ComparedFigure("hits", 36, 40, 4)).ok()).isTrue();
    assertThat(GateLine.near(new ComparedFigure("hits", 35.9, 40, 4)).ok()).isFalse();
  }

  @Test
  void whatIsNotMeasuredOrNoNumberFails() {
    assertThat(GateLine.atMost("nats", null, null, 50).ok()).isFalse();
    assertThat(GateLine.atLeast("history_nats", null, 10).ok()).isFalse();
    assertThat(GateLine.atMost("nats", Double.NaN, null, 50).ok()).isFalse();
  }

  @Test
  void peopleReadATable() {
    List<GateLine> lines =
        List.of(
            GateLine.atMost("nats", 51.5, null, 50),
            GateLine.atLeast("history_nats", null, 10),
            GateLine.near(new ComparedFigure("hits", 36, 40, 4)));

    assertThat(GateLine.text(lines))
        .containsPattern("FAILED +nats +51\\.500 +at most 50\\.000")
        .containsPattern("FAILED +history_nats +not measured +at least 10")
        .containsPattern("ok +hits +36\\.000 +40\\.000 +within 4\\.000")
        .contains("2 of 3");
    assertThat(GateLine.exitCode(lines)).isEqualTo(ExitCode.NOT_GOOD_ENOUGH);
    assertThat(GateLine.exitCode(lines.subList(2, 3))).isEqualTo(ExitCode.OK);
  }
}
