package io.partita.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PianoRollTest {
  @Test
  void hasVelocitiesByPitchAndStep() {
    Score score =
        Score.builder(Division.ppq(480))
            .note(0, 0, 0, 60, 100, 0, 480)
            .note(0, 0, 0, 64, 80, 240, 480)
            .note(0, 0, 0, 67, 50, 0, 10)
            .build();

    float[] roll = PianoRoll.of(score, 4, false);

    assertThat(PianoRoll.steps(score, 4)).isEqualTo(4);
    assertThat(roll).hasSize(PianoRoll.PITCHES * 4);
    assertThat(Arrays.copyOfRange(roll, 60 * 4, 61 * 4)).containsExactly(100, 100, 100, 100);
    assertThat(Arrays.copyOfRange(roll, 64 * 4, 65 * 4)).containsExactly(0, 0, 80, 80);
    assertThat(Arrays.copyOfRange(roll, 67 * 4, 68 * 4)).containsExactly(50, 0, 0, 0);
  }
}
