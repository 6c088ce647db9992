package io.partita.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TempoMapTest {
  @Test
  void ticksBeforeTheFirstTempoAre120QuartersAMinute() {
    TempoMap map = TempoMap.of(Division.ppq(480), List.of(new TempoEvent(960, 0, 250_000)));

    assertThat(map.secondsAt(480)).isEqualTo(0.5);
    assertThat(map.secondsAt(960)).isEqualTo(1.0);
    assertThat(map.secondsAt(1920)).isEqualTo(1.5);
    assertThat(map.microsPerQuarterAt(959)).isEqualTo(500_000);
    assertThat(map.microsPerQuarterAt(960)).isEqualTo(250_000);
  }

  @Test
  void aNoteOverATempoChangeLastsAsLongAsItsTempos() {
    TempoMap map = TempoMap.of(Division.ppq(500), List.of(new TempoEvent(1000, 0, 250_000)));
    double[] onsetS = new double[3];
    double[] durationS = new double[3];

    map.noteSeconds(
        3, new long[] {500, 500, 1000}, new long[] {1000, 1001, 1001}, onsetS, durationS);

    assertThat(onsetS).containsExactly(0.5, 0.5, 1);
    assertThat(durationS).containsExactly(new double[] {0.5, 0.5005, 0.0005}, within(1e-12));
  }

  @Test
  void manyTempoEventsDoNotAddUpRoundingErrors() {
    List<TempoEvent> tempos = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      tempos.add(new TempoEvent(i, 0, 333_333));
    }

    assertThat(TempoMap.of(Division.ppq(7), tempos).secondsAt(700_000))
        .isEqualTo(700_000L * 333_333L / 7e6);
  }

  @Test
  void ticksBeyondExactArithmeticStillGrow() {
    TempoMap map = TempoMap.of(Division.ppq(1), List.of(new TempoEvent(1L << 40, 0, 0xFFFFFF)));

    assertThat(map.secondsAt((1L << 40) + 1)).isGreaterThan(map.secondsAt((1L << 40) - 1));
    assertThat(map.secondsAt(1L << 41)).isEqualTo((1L << 40) * 0.5 + (1L << 40) * 16.777215);
  }
}
