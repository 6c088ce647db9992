package io.partita.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.score.Division;
import io.partita.score.Meter;
import io.partita.score.Score;
import io.partita.score.TimeSignature;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopLengthTest {
  private static final int QUARTER = 480;

  /** Onset and end of the last note and the end of the track, in quarters; bars of 4/4. */
  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, 1",
    "3, 4, 4, 1",
    "3, 4.2, 4.2, 1",
    "3, 4.26, 4.26, 2",
    "4, 4.1, 4.1, 2",
    "0, 4, 8, 2",
    "0, 1, 7.9, 1",
    "7.75, 8, 8, 2",
    "0, 13, 13, 4",
  })
  void barsEndWithTheMusic(double onset, double end, double trackEnd, int bars) {
    Score score =
        Score.builder(Division.ppq(QUARTER))
            .note(0, 9, 0, 38, 100, ticks(onset), ticks(end))
            .endTick(0, ticks(trackEnd))
            .build();
    LoopLength length = LoopLength.of(score).orElseThrow();
    assertThat(length.bars()).isEqualTo(bars);
    assertThat(length.endTick()).isEqualTo(bars * 4L * QUARTER);
    assertThat(length.seconds()).isCloseTo(bars * 2, within(1e-9));
  }

  /** The channel, and the end of the only note and of the file, in quarters. */
  @ParameterizedTest
  @CsvSource({
    "9, 1, 8, true",
    "9, 8, 8, true",
    "9, 1, 64, true",
    "9, 1, 68, false", // a song's drum track
    "9, 1, 7, false", // ends inside a bar
    "0, 1, 8, false"
  })
  void fewWholeBarsOfDrumsAloneAreALoop(int channel, double end, double trackEnd, boolean isLoop) {
    Score score =
        Score.builder(Division.ppq(QUARTER))
            .note(0, channel, 0, 38, 100, 0, ticks(end))
            .endTick(0, ticks(trackEnd))
            .build();

    assertThat(LoopLength.isLoop(score)).isEqualTo(isLoop);
  }

  @Test
  void metreAndTempoMayChange() {
    Score score =
        Score.builder(Division.ppq(QUARTER))
            .timeSignature(TimeSignature.of(0, 3, 4))
            .timeSignature(TimeSignature.of(2 * 3 * QUARTER, 7, 8))
            .tempo(0, 500_000)
            .tempo(3 * QUARTER, 1_000_000)
            .note(0, 0, 0, 60, 100, 6 * QUARTER, 7 * QUARTER)
            .build();
    LoopLength length = LoopLength.of(score).orElseThrow();
    assertThat(length.bars()).isEqualTo(3);
    assertThat(length.endTick()).isEqualTo(6 * QUARTER + 7 * QUARTER / 2);
    assertThat(length.seconds()).isCloseTo(1.5 + 6.5, within(1e-9));
  }

  /** A bar of 3/16 has 3.75 ticks of 5 a quarter. */
  @Test
  void barLinesBetweenTicksAreTheTickAfter() {
    Meter meter = Meter.of(5, List.of(TimeSignature.of(0, 3, 16)));
    assertThat(meter.barLineFrom(0)).isZero();
    assertThat(meter.barLineFrom(1)).isEqualTo(4);
    assertThat(meter.barLineFrom(4)).isEqualTo(8);
  }

  @Test
  void withoutBarsOrMusicThereIsNone() {
    assertThat(LoopLength.of(Score.builder(Division.ppq(QUARTER)).build())).isEmpty();
    assertThat(
            LoopLength.of(Score.builder(Division.smpte(25, 40)).note(0, 0, 0, 60, 9, 0, 9).build()))
        .isEmpty();
  }

  private static long ticks(double quarters) {
    return Math.round(quarters * QUARTER);
  }
}
