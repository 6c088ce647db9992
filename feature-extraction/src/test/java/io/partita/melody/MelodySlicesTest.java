package io.partita.melody;

import static io.partita.TextAssert.assertThatText;
import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.MalformedInputException;
import io.partita.grid.Instrument;
import io.partita.grid.StepGrid;
import io.partita.melody.MelodySlices.Absence;
import io.partita.midi.MidiBytes;
import io.partita.midi.MidiWriter;
import io.partita.score.Division;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MelodySlicesTest {
  /** Ticks of a sixteenth in the files written here. */
  private static final int STEP = 24;

  private static final int BAR = 16;

  // A melody as MIDI gives itself.

  @Property(tries = 200)
  void aSliceComesBackFromTheMidiFileThatPlaysIt(
      @ForAll @Size(32) List<@IntRange(max = 89) Integer> drawn) {
    int[] labels = drawn.stream().mapToInt(Integer::intValue).toArray();
    labels[0] = 2 + labels[0] % 88; // where a melody begins
    int[] expected = played(labels);

    MelodySlices slices = MelodySlices.of(grid(MelodyScore.of(labels)), 2);

    if (endOf(expected) > BAR) {
      assertThat(slices.slices()).hasSize(1);
      assertThat(slices.slices().get(0).labels()).isEqualTo(expected);
      assertThat(slices.slices().get(0).startStep()).isZero();
    } else {
      assertThat(slices.absence()).contains(Absence.TOO_SHORT);
    }
  }

  /** As a file holds it: without offs that end nothing, and no more after a bar of silence. */
  private static int[] played(int[] labels) {
    int[] played = new int[labels.length];
    boolean isSounding = false;
    int off = 0;
    for (int step = 0; step < labels.length; step++) {
      boolean isPitch = MelodyLabel.isPitch(labels[step]);
      if (!isSounding && isPitch && step > 0 && step - off >= BAR) {
        break;
      }
      if (isPitch || (isSounding && labels[step] == MelodyLabel.NOTE_OFF)) {
        played[step] = labels[step];
        off = step;
        isSounding = isPitch;
      }
    }
    return played;
  }

  /** Steps up to the end of the last note. */
  private static int endOf(int[] labels) {
    int last = labels.length - 1;
    while (labels[last] == MelodyLabel.NO_EVENT) {
      last--;
    }
    return MelodyLabel.isPitch(labels[last]) ? labels.length : last;
  }

  // Who plays.

  @Test
  void anInstrumentHasTheProgramOfTheEndOfItsNotesAndTheNumberOfTheFirst() throws Exception {
    StepGrid grid =
        StepGrid.read(
            MidiBytes.oneTrack("00 903c40 00 914040 18 c105 00 814000 18 803c00 00 c020")
                .toBytes());

    assertThat(grid.instruments())
        .containsExactly(new Instrument(5, 1, 0), new Instrument(0, 0, 0));
    assertThat(grid.pieces().get(0).notes().instrument(0)).isZero();
  }

  @Test
  void shortSlicesAreOfKeyboardsAndGuitarsAndLongOnesOfAllInstruments() {
    Score cello = melody(42, 16).build();

    MelodySlices two = MelodySlices.of(grid(cello), 2);
    assertThat(two.absence()).contains(Absence.PROGRAM);
    assertThatText(two.detail()).names(0, 31);
    assertThat(two.droppedNotes()).isEqualTo(64);
    MelodySlices sixteen = MelodySlices.of(grid(cello), 16);
    assertThat(sixteen.slices()).hasSize(1);
    assertThat(sixteen.notes()).isEqualTo(64);
  }

  @Test
  void aTrackIsAMelodyOfItsOwn() {
    ScoreBuilder two = melody(0, 2);
    for (int step = 0; step < 2 * BAR; step += 4) {
      two.note(1, 1, 0, 90, 80, (long) step * STEP, (step + 4L) * STEP);
    }
    two.note(2, 9, 0, 36, 80, 0, STEP);
    StepGrid grid = grid(two.build());

    List<MelodySlice> all = MelodySlices.of(grid, 2).slices();
    List<MelodySlice> first = MelodySlices.of(grid, 2, Set.of(0)).slices();
    assertThat(MelodySlices.of(grid, 2, Set.of(0, 1, 2)).slices())
        .extracting(MelodySlice::hash)
        .containsExactlyElementsOf(all.stream().map(MelodySlice::hash).toList())
        .hasSize(2);
    assertThat(first).extracting(MelodySlice::instrument).containsExactly(0);
    assertThat(first.get(0).hash())
        .isEqualTo(MelodySlices.of(grid(melody(0, 2).build()), 2).slices().get(0).hash());
    MelodySlices second = MelodySlices.of(grid, 2, Set.of(1));
    assertThat(second.slices()).extracting(MelodySlice::instrument).containsExactly(1);
    assertThat(second.notes()).isEqualTo(8);
    assertThat(second.droppedNotes()).isEqualTo(9);
    assertThat(MelodySlices.of(grid, 2, Set.of(2)).absence()).contains(Absence.ONLY_DRUMS);
    assertThat(MelodySlices.of(grid, 2, Set.of(3)).absence()).contains(Absence.NO_NOTES);
    assertThat(MelodySlices.of(grid, 2, Set.of()).absence()).contains(Absence.NO_TRACK);
  }

  // Which notes are a melody.

  @Test
  void theHighestNoteOfAStepIsTheMelodyUntilTheNextOneBegins() {
    ScoreBuilder score = empty();
    note(score, 60, 0, 40);
    note(score, 72, 0, 2);
    note(score, 64, 12, 32);

    int[] labels = MelodySlices.of(grid(score.build()), 2).slices().get(0).labels();

    // The lower note of the first step is not heard of again, however long it is.
    int[] expected = new int[32];
    expected[0] = MelodyLabel.ofPitch(72);
    expected[2] = MelodyLabel.NOTE_OFF;
    expected[12] = MelodyLabel.ofPitch(64);
    assertThat(labels).isEqualTo(expected);
  }

  @Test
  void aBarOfSilenceEndsAMelodyAndTheNextBeginsWithABar() {
    ScoreBuilder score = empty();
    note(score, 60, 0, 30);
    note(score, 62, 46, 80);

    List<MelodySlice> slices = MelodySlices.of(grid(score.build()), 2).slices();

    assertThat(slices.stream().map(MelodySlice::startStep)).containsExactlyInAnyOrder(0L, 32L, 48L);
  }

  @Test
  void aPieceHasEachSliceOnceInTheOrderOfTheLabels() {
    MelodySlices slices = MelodySlices.of(grid(melody(0, 6).build()), 2);

    assertThat(slices.windows()).isEqualTo(5);
    assertThat(slices.slices()).hasSize(1);
    List<MelodySlice> twoVoices =
        MelodySlices.of(grid(voice(melody(0, 4), 1, 48, 4).build()), 2).slices();
    assertThat(twoVoices.stream().map(slice -> slice.labels()[0])).containsExactly(29, 41);
    assertThat(twoVoices.get(0).hash()).hasSize(64).isNotEqualTo(twoVoices.get(1).hash());
  }

  // Why there is none.

  @Test
  void everyFileWithoutASliceHasAReason() throws Exception {
    expect(empty().build(), Absence.NO_NOTES);
    expect(empty().note(0, 9, 0, 36, 80, 0, STEP).build(), Absence.ONLY_DRUMS, "channel 9");
    ScoreBuilder low = empty();
    note(low, 20, 0, 64);
    expect(low.build(), Absence.PITCH, "A0", "C8");
    expect(melody(0, 4).timeSignature(0, 3, 4).build(), Absence.METRE, "3/4");
    expect(melody(0, 1).build(), Absence.TOO_SHORT, 16, 32);
    expect(melody(0, 2).tempo(STEP * BAR, 400_000).build(), Absence.TOO_SHORT, 16, 32, 2);
  }

  @Test
  void otherLengthsAreNotCut() {
    StepGrid grid = grid(empty().build());

    assertThatIllegal(() -> MelodySlices.of(grid, 4)).names("bars", 2, 16, 4);
  }

  // Labels.

  @Test
  void labelsHaveNames() {
    assertThat(IntStream.of(0, 1, 2, 41, 89).mapToObj(MelodyLabel::name))
        .containsExactly("hold", "off", "A0", "C4", "C8");
    assertThatIllegal(() -> MelodyLabel.ofPitch(20)).names("pitch", 21, 108, 20);
    assertThatIllegal(() -> MelodyLabel.pitch(90)).names("label", 2, 89, 90);
    assertThatIllegal(() -> MelodyScore.of(new int[] {90})).names("label", 0, 89, 90);
  }

  private static void expect(Score score, Absence reason, Object... names) {
    MelodySlices slices = MelodySlices.of(grid(score), 2);
    assertThat(slices.absence()).contains(reason);
    assertThatText(slices.detail()).isNotBlank().names(names);
    assertThat(slices.slices()).isEmpty();
  }

  /** Bars of four quarters on one instrument. */
  private static ScoreBuilder melody(int program, int bars) {
    ScoreBuilder score = empty();
    for (int beat = 0; beat < 4 * bars; beat++) {
      long onset = 4L * beat * STEP;
      score.note(0, 0, program, 60, 80, onset, onset + 4 * STEP);
    }
    return score;
  }

  private static ScoreBuilder voice(ScoreBuilder score, int channel, int pitch, int bars) {
    for (int beat = 0; beat < 4 * bars; beat++) {
      long onset = 4L * beat * STEP;
      score.note(0, channel, 0, pitch, 80, onset, onset + 4 * STEP);
    }
    return score;
  }

  private static void note(ScoreBuilder score, int pitch, int start, int end) {
    score.note(0, 0, 0, pitch, 80, (long) start * STEP, (long) end * STEP);
  }

  private static ScoreBuilder empty() {
    return Score.builder(Division.ppq(4 * STEP));
  }

  private static StepGrid grid(Score score) {
    try {
      return StepGrid.read(MidiWriter.write(score));
    } catch (MalformedInputException e) {
      throw new IllegalStateException(Arrays.toString(MidiWriter.write(score)), e);
    }
  }
}
