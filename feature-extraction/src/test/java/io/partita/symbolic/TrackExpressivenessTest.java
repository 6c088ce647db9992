package io.partita.symbolic;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.SharedData;
import io.partita.midi.MidiReader;
import io.partita.score.Division;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackExpressivenessTest {
  /** Divides by all of 2^5 and 3. */
  private static final int QUARTER = 480;

  @ParameterizedTest
  @CsvSource({
    "0, 0", "480, 0", "240, 2", "720, 2", "120, 4", "60, 6", "30, 8", "15, 10", "45, 10",
    "320, 1", "640, 1", "160, 3", "800, 3", "80, 5", "40, 7", "20, 9", "10, 11", "470, 11",
    "1, 12", "479, 12", "481, 12", "7, 12", "5, 12"
  })
  void theLevelIsTheCoarsestGridThatTheOnsetIsOn(long tick, int level) {
    assertThat(of(QUARTER, tick))
        .extracting(TrackExpressiveness::medianMetricLevel)
        .containsExactly(OptionalInt.of(level));
  }

  @Test
  void gridsThatTheDivisionDoesNotHoldAreExact() {
    // Of 100 ticks a thirty-second is 12.5: every second one is on a tick.
    assertThat(of(100, 25)).first().extracting(t -> t.medianMetricLevel().orElse(-1)).isEqualTo(4);
    assertThat(of(100, 75)).first().extracting(t -> t.medianMetricLevel().orElse(-1)).isEqualTo(4);
    assertThat(of(100, 12)).first().extracting(t -> t.medianMetricLevel().orElse(-1)).isEqualTo(12);
    assertThat(of(100, 50, 150, 13))
        .first()
        .extracting(TrackExpressiveness::isPlayed)
        .isEqualTo(false);
  }

  @Test
  void theMedianOfAnEvenNumberIsTheMeanOfTheMiddleTwoRoundedDown() {
    assertThat(of(QUARTER, 0, 240, 320, 1))
        .first()
        .extracting(TrackExpressiveness::medianMetricLevel)
        .as("of levels 0, 1, 2, 12")
        .isEqualTo(OptionalInt.of(1));
    assertThat(of(QUARTER, 0, 240, 1, 7, 11))
        .first()
        .extracting(TrackExpressiveness::isPlayed)
        .isEqualTo(true);
  }

  @Test
  void onsetsThatAreAlikeInTheirQuartersAreOne() {
    assertThat(of(QUARTER, 0, 480, 1, 481, 961, 479))
        .first()
        .extracting(TrackExpressiveness::distinctOnsetRatio)
        .isEqualTo(OptionalDouble.of(300.0 / QUARTER));
    assertThat(of(1, 0, 1, 2, 7))
        .first()
        .extracting(TrackExpressiveness::distinctOnsetRatio)
        .isEqualTo(OptionalDouble.of(100));
  }

  @Test
  void channelsOfATrackAreApart() {
    ScoreBuilder score = Score.builder(Division.ppq(QUARTER));
    for (int i = 0; i < 4; i++) {
      score.note(0, 0, 0, 60, 60 + i / 2, 480L * i, 480L * i + 10);
      score.note(0, 9, 0, 36, 10 + i, 480L * i + 1, 480L * i + 10);
    }
    score.note(2, 0, 0, 60, 127, 0, 1);

    assertThat(TrackExpressiveness.of(score.build()))
        .containsExactly(
            new TrackExpressiveness(
                0, 0, 4, 200.0 / 127, OptionalDouble.of(100.0 / QUARTER), OptionalInt.of(0)),
            new TrackExpressiveness(
                0, 9, 4, 400.0 / 127, OptionalDouble.of(100.0 / QUARTER), OptionalInt.of(12)),
            new TrackExpressiveness(
                2, 0, 1, 100.0 / 127, OptionalDouble.of(100.0 / QUARTER), OptionalInt.of(0)));
  }

  @Test
  void smpteTimeHasNoQuarters() {
    Score score = Score.builder(Division.smpte(25, 40)).note(0, 0, 0, 60, 64, 7, 8).build();

    assertThat(TrackExpressiveness.of(score))
        .containsExactly(
            new TrackExpressiveness(
                0, 0, 1, 100.0 / 127, OptionalDouble.empty(), OptionalInt.empty()));
  }

  /** Distinct velocities and level, as the authors published them of Groove's files. */
  @Test
  void figuresOfGrooveAreThoseThatWerePublished() throws Exception {
    Map<String, List<Integer>> published =
        Map.of(
            "eval_session/1_funk-groove1_138_beat_4-4", List.of(90, 12),
            "eval_session/9_soul-groove9_105_beat_4-4", List.of(47, 12),
            "session1/101_dance-disco_120_beat_4-4", List.of(122, 12),
            "session1/10_jazz-funk_116_fill_4-4", List.of(11, 12),
            "session1/134_funk-fast_125_fill_4-4", List.of(11, 11),
            "session1/180_afrocuban_105_fill_4-4", List.of(4, 12));
    try (ZipFile groove = new ZipFile(SharedData.file("data/groove.zip").toFile())) {
      for (Map.Entry<String, List<Integer>> file : published.entrySet()) {
        ZipEntry member = new ZipEntry("groove/drummer1/" + file.getKey() + ".mid");
        Score score = MidiReader.read(groove.getInputStream(member).readAllBytes());

        assertThat(TrackExpressiveness.of(score))
            .as(file.getKey())
            .singleElement()
            .extracting(
                track -> track.distinctVelocityRatio(),
                track -> track.medianMetricLevel().orElse(-1))
            .containsExactly(100.0 * file.getValue().get(0) / 127, file.getValue().get(1));
      }
    }
  }

  private static List<TrackExpressiveness> of(int quarter, long... onsets) {
    ScoreBuilder score = Score.builder(Division.ppq(quarter));
    for (long onset : onsets) {
      score.note(0, 0, 0, 60, 64, onset, onset + 1);
    }
    return TrackExpressiveness.of(score.build());
  }
}
