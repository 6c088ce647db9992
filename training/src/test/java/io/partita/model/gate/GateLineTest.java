package io.partita.model.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.lake.run.ExitCode;
import io.partita.statistics.Bootstrap;
import io.partita.statistics.ComparedFigure;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateLineTest {
  @Test
  void aBoundIsMetUpToItself() {
    assertThat(GateLine.atMost("nats", 50.0, 50).ok()).isTrue();
    assertThat(GateLine.atMost("nats", 50.1, 50).ok()).isFalse();
    assertThat(GateLine.atLeast("history_nats", 3.0, 3).ok()).isTrue();
    assertThat(GateLine.atLeast("history_nats", 2.9, 3).ok()).isFalse();
    assertThat(GateLine.near(new ComparedFigure("hits", 36, 40, 4), 0.5, null).ok()).isTrue();
    assertThat(GateLine.near(new ComparedFigure("hits", 35.9, 40, 4), 0.5, null).ok()).isFalse();
  }

  /** Played music of another draw of files would have figures anywhere in the interval. */
  @Test
  void theIntervalOfWhatIsRealWidensABound() {
    Bootstrap.Interval interval = new Bootstrap.Interval(0.282, 0.531);
    for (double near : List.of(0.282, 0.36, 0.453, 0.531)) {
      assertThat(backbeats(near, interval).ok()).as("%s", near).isTrue();
    }
    for (double far : List.of(0.281, 0.532, Double.NaN)) {
      assertThat(backbeats(far, interval).ok()).as("%s", far).isFalse();
    }
    assertThat(backbeats(0.36, interval).bound()).isEqualTo("0.282 to 0.531");
    assertThat(backbeats(0.36, null).ok()).isTrue();
    assertThat(backbeats(0.34, null).ok()).isFalse();
    assertThat(backbeats(0.36, new Bootstrap.Interval(0.39, 0.41)).bound())
        .isEqualTo("within 0.050");
    assertThat(backbeats(0.36, new Bootstrap.Interval(0.39, 0.41)).ok()).isTrue();
    assertThat(GateLine.text(List.of(backbeats(0.3694, interval))))
        .containsPattern("ok +backbeats +0\\.369 +± 0\\.012 +0\\.403 +\\[0\\.282, 0\\.531\\]");

    assertThat(GateLine.notMore("copies", 0.010, 0.001, 0.008, interval).ok()).isTrue();
    assertThat(GateLine.notMore("copies", 0.010, 0.001, 0.008, null).ok()).isFalse();
  }

  @Test
  void setsOfDrawsAreAShare() {
    GateLine line = backbeats(0.3694, null).inSets(true, false, true, true);
    assertThat(line.passes()).isEqualTo(0.75);
    assertThat(line.ok()).isTrue();
    assertThat(GateLine.text(List.of(line))).containsPattern("within 0\\.050 +0\\.750");
  }

  private static GateLine backbeats(double drawn, Bootstrap.Interval interval) {
    return GateLine.near(new ComparedFigure("backbeats", drawn, 0.403, 0.05), 0.012, interval);
  }

  @Test
  void whatIsNotMeasuredOrNoNumberFails() {
    assertThat(GateLine.atMost("nats", null, 50).ok()).isFalse();
    assertThat(GateLine.atLeast("history_nats", null, 10).ok()).isFalse();
    assertThat(GateLine.atMost("nats", Double.NaN, 50).ok()).isFalse();
  }

  @Test
  void peopleReadATable() {
    List<GateLine> lines =
        List.of(
            GateLine.atMost("nats", 51.5, 50),
            GateLine.atLeast("history_nats", null, 10),
            GateLine.near(new ComparedFigure("hits", 36, 40, 4), 0.5, null));

    assertThat(GateLine.text(lines))
        .containsPattern("FAILED +nats +51\\.500 +at most 50\\.000")
        .containsPattern("FAILED +history_nats +not measured +at least 10")
        .containsPattern("ok +hits +36\\.000 +± 0\\.500 +40\\.000 +within 4\\.000")
        .contains("2 of 3");
    assertThat(GateLine.exitCode(lines)).isEqualTo(ExitCode.NOT_GOOD_ENOUGH);
    assertThat(GateLine.exitCode(lines.subList(2, 3))).isEqualTo(ExitCode.OK);
  }
}
