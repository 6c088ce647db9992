package io.partita.score;

import static io.partita.ThrownAssert.assertThatIllegal;
import static io.partita.ThrownAssert.assertThatThrown;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScoreBuilderTest {
  private final ScoreBuilder builder = Score.builder(Division.ppq(96));

  @Test
  void notesAreSortedAndTimed() {
    Score score =
        builder
            .tempo(0, 1_000_000)
            .note(1, 9, 0, 36, 90, 96, 144)
            .note(0, 0, 4, 64, 80, 0, 96)
            .note(0, 0, 4, 60, 80, 0, 96)
            .trackName(1, "Drums")
            .build();

    assertThat(score.notes()).extracting(Note::pitch).containsExactly(60, 64, 36);
    assertThat(score.notes().onsetS(2)).isEqualTo(1.0);
    assertThat(score.notes().durationS(2)).isEqualTo(0.5);
    assertThat(score.notes().isDrum(2)).isTrue();
    assertThat(score.notes().get(2).isDrum()).isTrue();
    assertThat(score.tracks())
        .containsExactly(new Track(null, 1, 2, 96), new Track("Drums", 1 << 9, 1, 144));
    assertThat(score.format()).isEqualTo(1);
  }

  @Test
  void valuesOutOfRangeAreNamed() {
    assertThatIllegal(() -> builder.note(0, 0, 0, 128, 80, 0, 96)).names("pitch", 0, 127, 128);
    assertThatIllegal(() -> builder.note(0, 0, 0, 60, 0, 0, 96)).names("velocity", 1, 127, 0);
    assertThatIllegal(() -> builder.note(0, 0, 0, 60, 80, 96, 95))
        .names("offsetTick", 96, Long.MAX_VALUE, 95);
    assertThatIllegal(() -> builder.tempo(0, 0)).names("microsPerQuarter", 1, 16777215, 0);
    assertThatIllegal(() -> builder.timeSignature(0, 4, 3)).names("denominator", 3);
    assertThatIllegal(() -> builder.keySignature(0, 8, false)).names("sharps", -7, 7, 8);
    assertThatIllegal(() -> Division.ppq(0)).names(1, 32767, 0);
    assertThatIllegal(() -> Division.smpte(23, 40)).names(24, 25, 29, 30);
    assertThatThrown(IllegalStateException.class, () -> Division.smpte(25, 40).ticksPerQuarter())
        .names("SMPTE", "isSmpte");
    assertThatThrown(IllegalStateException.class, () -> Division.ppq(96).framesPerSecond())
        .names("PPQ", "isSmpte");
  }

  @Test
  void divisionsKnowTheirFrames() {
    Division division = Division.smpte(29, 80);

    assertThat(division.raw()).isEqualTo(0xE350);
    assertThat(division.framesPerSecond()).isEqualTo(29);
    assertThat(division.ticksPerFrame()).isEqualTo(80);
  }
}
