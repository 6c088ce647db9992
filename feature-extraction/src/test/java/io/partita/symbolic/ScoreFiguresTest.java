package io.partita.symbolic;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.midi.MidiBytes;
import io.partita.score.Division;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import io.partita.symbolic.ScoreStatistics.NoteCounts;
import io.partita.symbolic.ScoreStatistics.Tempo;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreFiguresTest {
  @Test
  void statisticsOfASmallScore() {
    ScoreStatistics figures =
        ScoreStatistics.of(
            Score.builder(Division.ppq(480))
                .tempo(0, 500_000)
                .tempo(480, 500_000)
                .tempo(960, 1_000_000)
                .timeSignature(0, 3, 4)
                .timeSignature(1440, 4, 4)
                .timeSignature(2880, 4, 4)
                .keySignature(0, 2, false)
                .note(0, 0, 40, 60, 64, 0, 480)
                .note(1, 1, 12, 72, 64, 480, 480)
                .note(1, 9, 5, 36, 64, 960, 1440)
                .build());

    assertThat(figures)
        .isEqualTo(
            new ScoreStatistics(
                2,
                new NoteCounts(3, 1, 0, 0, 1),
                2.0,
                List.of(12, 40),
                36,
                72,
                new Tempo(120.0, 90.0, 1),
                "3/4",
                1,
                "D major",
                1.5));
  }

  @Test
  void withoutNotesThereIsNothingToAverage() throws Exception {
    ScoreStatistics figures = ScoreStatistics.of(MidiBytes.oneTrack("00 803c00").read());

    assertThat(figures)
        .isEqualTo(
            new ScoreStatistics(
                1,
                new NoteCounts(0, 0, 0, 1, 0),
                0,
                List.of(),
                null,
                null,
                new Tempo(120.0, null, 0),
                null,
                0,
                null,
                null));
  }

  @Test
  void smpteTimeHasNoTempo() {
    ScoreStatistics figures =
        ScoreStatistics.of(
            Score.builder(Division.smpte(25, 40)).note(0, 0, 0, 60, 64, 0, 1000).build());

    assertThat(figures.durationS()).isEqualTo(1.0);
    assertThat(figures.tempo().initialBpm()).isNull();
    assertThat(figures.tempo().meanBpm()).isNull();
    assertThat(figures.noteDensity()).isEqualTo(1.0);
  }

  @Test
  void theHashIsOverTenBytesPerDistinctOnset() throws Exception {
    Score score =
        Score.builder(Division.ppq(480))
            .note(0, 0, 0, 64, 64, 480, 500)
            .note(0, 9, 0, 64, 64, 480, 500)
            .note(1, 1, 9, 64, 99, 480, 900)
            .note(0, 0, 0, 60, 64, 10, 20)
            .build();
    ByteBuffer entries = ByteBuffer.allocate(30);
    entries.putLong(1).put((byte) 60).put((byte) 0);
    entries.putLong(24).put((byte) 64).put((byte) 0);
    entries.putLong(24).put((byte) 64).put((byte) 1);

    byte[] digest = MessageDigest.getInstance("SHA-256").digest(entries.array());
    assertThat(ContentHash.of(score)).isEqualTo(HexFormat.of().formatHex(digest));
  }

  @Test
  void onsetsAreRoundedHalfUp() {
    // A 24th of a quarter is 20 ticks: 10 is half way to the first.
    assertThat(hash(480, 10)).isEqualTo(hash(480, 20)).isNotEqualTo(hash(480, 9));
    assertThat(hash(480, 9)).isEqualTo(hash(480, 0));
    assertThat(hash(480, 480)).isEqualTo(hash(96, 96));
  }

  @Test
  void smpteOnsetsCountInHundredthsOfASecond() {
    assertThat(hash(Division.smpte(25, 40), 1000)).isEqualTo(hash(Division.smpte(30, 100), 3000));
    assertThat(hash(Division.smpte(29, 100), 3000)).isEqualTo(hash(Division.smpte(25, 40), 1001));
  }

  @Test
  void durationsProgramsAndTemposAreNotHashed() {
    Score plain = Score.builder(Division.ppq(96)).note(0, 0, 0, 60, 64, 96, 100).build();
    Score other =
        Score.builder(Division.ppq(96)).tempo(0, 9).note(3, 5, 77, 60, 1, 96, 300).build();

    assertThat(ContentHash.of(plain)).isEqualTo(ContentHash.of(other));
  }

  private static String hash(int ticksPerQuarter, long onsetTick) {
    return hash(Division.ppq(ticksPerQuarter), onsetTick);
  }

  private static String hash(Division division, long onsetTick) {
    ScoreBuilder score = Score.builder(division).note(0, 0, 0, 60, 64, onsetTick, onsetTick);
    return ContentHash.of(score.build());
  }
}
