package io.partita.symbolic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.score.Division;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SongFiguresTest {
  private static final int QUARTER = 24;

  /** Notes of a piano: pitch, velocity, onset and offset in quarters. */
  private static Score song(double[]... notes) {
    ScoreBuilder score = Score.builder(Division.ppq(QUARTER));
    for (double[] note : notes) {
      long from = Math.round(note[2] * QUARTER);
      long to = Math.round(note[3] * QUARTER);
      score.note(0, 0, 0, (int) note[0], (int) note[1], from, to);
    }
    return score.build();
  }

  @Test
  void barsAndSoundAreCounted() {
    SongFigures figures =
        SongFigures.of(
            song(
                new double[] {60, 70, 0, 2},
                new double[] {64, 90, 1, 3},
                new double[] {72, 70, 8, 9},
                new double[] {67, 90, 40, 41}),
            4);

    assertThat(figures.bars()).as("the last note is in bar 11").isEqualTo(3);
    assertThat(figures.emptyBars()).isEqualTo(1);
    assertThat(figures.notes()).isEqualTo(3);
    assertThat(figures.noteTicks()).isEqualTo(5L * QUARTER);
    assertThat(figures.soundingTicks()).isEqualTo(4L * QUARTER);
    assertThat(figures.velocitySpread()).isCloseTo(Math.sqrt(800 / 9.0), within(1e-9));
    double entropy = -(2 / 3.0 * Math.log(2 / 3.0) + 1 / 3.0 * Math.log(1 / 3.0)) / Math.log(2);
    assertThat(figures.pitchClassEntropy()).as("C, E, C").isCloseTo(entropy, within(1e-9));
  }

  @Test
  void notesInARowAreEqualWhateverTheKeyAndTempo() {
    double[][] scale = new double[9][];
    double[][] higher = new double[9][];
    double[][] slower = new double[9][];
    for (int i = 0; i < scale.length; i++) {
      scale[i] = new double[] {60 + 2 * i, 80, i, i + 1};
      higher[i] = new double[] {65 + 2 * i, 30, i + 4, i + 4.5};
      slower[i] = new double[] {60 + 2 * i, 80, 2 * i, 2 * i + 1};
    }
    long[] of = NoteSequences.of(song(scale), 8).toArray();

    assertThat(of).hasSize(2);
    assertThat(of[0]).as("a scale goes on alike").isEqualTo(of[1]);
    assertThat(NoteSequences.of(song(higher), 8).toArray()).containsExactly(of);
    assertThat(NoteSequences.of(song(slower), 8).toArray()).doesNotContain(of);
    assertThat(NoteSequences.of(song(Arrays.copyOf(scale, 7)), 8)).isEmpty();
  }
}
