package io.partita.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.score.Division;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Step grids by the notes. */
class HeardGridTest {
  private static final int STEP = 120;
  private static final int OFFSET = 1000;

  @Test
  void stepsAreThoseOfTheNotesWhateverTheFileDeclares() throws Exception {
    StepPiece plain = piece(song());
    StepPiece slow = piece(song().tempo(0, 1_000_000).timeSignature(0, 1, 4));
    StepPiece changing =
        piece(song().tempo(0, 1_000_000).tempo(3333, 400_000).timeSignature(5, 7, 8));

    // A bar line is at -920, so the first note is in step 16 and the song in bars 1 to 8.
    assertThat(steps(plain)).startsWith(16L, 16L, 16L, 16L, 20L, 22L).isSorted();
    for (StepPiece other : List.of(slow, changing)) {
      assertThat(steps(other)).isEqualTo(steps(plain));
      assertThat(other.metre()).isEqualTo("4/4");
      assertThat(other.hasCommonBars()).isTrue();
    }
    assertThat(plain.qpm()).isEqualTo(120, within(1e-9));
    assertThat(slow.qpm()).isEqualTo(60, within(1e-9));
    assertThat(changing.qpm()).isBetween(60.0, 150.0);
    assertThat(plain.startS()).isZero();
    assertThat(plain.endS()).isEqualTo((OFFSET + 8 * 16 * STEP - 2 * STEP) / 960.0, within(1e-9));
  }

  @Test
  void aNoteLastsAStepAtLeast() throws Exception {
    StepNotes notes = piece(song()).notes();

    assertThat(notes.pitch(0)).as("the first that ends").isEqualTo(48);
    assertThat(notes.endStep(0) - notes.startStep(0)).isEqualTo(1);
    assertThat(notes.endStep(1) - notes.startStep(1)).isEqualTo(14);
  }

  @Test
  void strokesAreWhereTheyWerePlayed() throws Exception {
    ScoreBuilder score = song();
    score.note(1, 9, 0, 36, 90, OFFSET + 30, OFFSET + 60);

    DrumStrokes strokes = piece(score).strokes();

    assertThat(strokes.size()).isEqualTo(1);
    assertThat(strokes.onset(0)).isEqualTo(16 + 30.0 / STEP, within(0.02));
    assertThat(strokes.velocity(0)).isEqualTo(90);
  }

  @Test
  void withoutNotesThereIsNoPiece() throws Exception {
    Score none = Score.builder(Division.ppq(480)).tempo(0, 500_000).build();

    assertThat(grid(none).pieces()).isEmpty();
    assertThat(grid(none).instruments()).isEmpty();
  }

  private static List<Long> steps(StepPiece piece) {
    return IntStream.range(0, piece.notes().size()).mapToObj(piece.notes()::startStep).toList();
  }

  private static StepPiece piece(ScoreBuilder score) throws Exception {
    List<StepPiece> pieces = grid(score.build()).pieces();
    assertThat(pieces).hasSize(1);
    return pieces.get(0);
  }

  private static StepGrid grid(Score score) throws Exception {
    return StepGrid.of(MidiReader.events(MidiWriter.write(score)), GridSource.NOTES);
  }

  /** Eight bars: chords, one note of which is short, and a tune. */
  private static ScoreBuilder song() {
    int[] roots = {36, 43, 45, 41};
    ScoreBuilder score = Score.builder(Division.ppq(4 * STEP));
    for (int bar = 0; bar < 8; bar++) {
      int root = roots[bar % roots.length];
      long onset = OFFSET + (long) bar * 16 * STEP;
      score.note(0, 0, 0, root, 80, onset, onset + 14 * STEP);
      score.note(0, 0, 0, root + 12, 80, onset, onset + 20);
      score.note(0, 0, 0, root + 16, 80, onset, onset + 14 * STEP);
      score.note(0, 0, 0, root + 19, 80, onset, onset + 14 * STEP);
      for (int k = 0; k < 5; k++) {
        long at = onset + (4 + 2L * k) * STEP;
        score.note(0, 0, 0, 72 + (bar + k) % 5, 80, at, at + 2 * STEP);
      }
    }
    return score;
  }
}
