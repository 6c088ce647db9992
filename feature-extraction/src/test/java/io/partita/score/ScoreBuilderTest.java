package io.partita.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    assertThatThrownBy(() -> builder.note(0, 0, 0, 128, 80, 0, 96))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pitch must be 0 to 127, but is 128");
    assertThatThrownBy(() -> builder.note(0, 0, 0, 60, 0, 0, 96))
        .hasMessage("velocity must be 1 to 127, but is 0");
    assertThatThrownBy(() -> builder.note(0, 0, 0, 60, 80, 96, 95))
        .hasMessage("offsetTick must be 96 to 9223372036854775807, but is 95");
    assertThatThrownBy(() -> builder.tempo(0, 0))
        .hasMessage("microsPerQuarter must be 1 to 16777215, but is 0");
    assertThatThrownBy(() -> builder.timeSignature(0, 4, 3))
        .hasMessage("denominator must be a power of two, but is 3");
    assertThatThrownBy(() -> builder.keySignature(0, 8, false))
        .hasMessage("sharps must be -7 to 7, but is 8");
    assertThatThrownBy(() -> Division.ppq(0))
        .hasMessage("Ticks per quarter must be 1 to 32767, but are 0");
    assertThatThrownBy(() -> Division.smpte(23, 40))
        .hasMessageContaining("24, 25, 29 or 30 frames a second");
    assertThatThrownBy(() -> Division.smpte(25, 40).ticksPerQuarter())
        .hasMessage("An SMPTE division has no quarter notes: ask isSmpte() first");
    assertThatThrownBy(() -> Division.ppq(96).framesPerSecond())
        .hasMessage("A PPQ division has no frames: ask isSmpte() first");
  }

  @Test
  void divisionsKnowTheirFrames() {
    Division division = Division.smpte(29, 80);

    assertThat(division.raw()).isEqualTo(0xE350);
    assertThat(division.framesPerSecond()).isEqualTo(29);
    assertThat(division.ticksPerFrame()).isEqualTo(80);
  }
}
