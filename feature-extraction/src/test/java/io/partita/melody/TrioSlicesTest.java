package io.partita.melody;

import static io.partita.TextAssert.assertThatText;
import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.MalformedInputException;
import io.partita.grid.StepGrid;
import io.partita.melody.TrioSlices.Absence;
import io.partita.midi.MidiWriter;
import io.partita.score.Division;
import io.partita.score.Note;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TrioSlicesTest {
  /** Ticks of a quarter in the files written here. */
  private static final int BEAT = 96;

  @Test
  void aTrioComesBackFromTheMidiFileThatPlaysIt() {
    SplittableRandom dice = new SplittableRandom(7);
    int[] melody = line(dice, 41);
    int[] bass = line(dice, 17);
    int[] drums = IntStream.range(0, TrioSlice.STEPS).map(i -> dice.nextInt(512)).toArray();

    TrioSlices slices = TrioSlices.of(grid(MelodyScore.ofTrio(melody, bass, drums)));

    assertThat(slices.slices()).hasSize(1);
    TrioSlice slice = slices.slices().get(0);
    assertThat(slice.melodyLabels()).isEqualTo(melody);
    assertThat(slice.bassLabels()).isEqualTo(bass);
    assertThat(slice.drumMasks()).isEqualTo(drums);
    assertThat(slice.hash()).hasSize(64);
    assertThat(List.of(slices.melodies(), slices.basses(), slices.drums()))
        .containsExactly(1, 1, 1);
  }

  /** A note at each quarter, of a random pitch; the last goes on to the end. */
  private static int[] line(SplittableRandom dice, int lowest) {
    int[] labels = new int[TrioSlice.STEPS];
    for (int step = 0; step < labels.length; step += 4) {
      labels[step] = lowest + dice.nextInt(12);
    }
    return labels;
  }

  @Test
  void eachThreeThatPlayTogetherGiveAWindowWithEachBar() {
    ScoreBuilder score = empty();
    play(score, 0, 0, 0, 18);
    play(score, 1, 24, 0, 18);
    play(score, 2, 35, 0, 18);
    play(score, 9, 0, 0, 18);

    TrioSlices slices = TrioSlices.of(grid(score.build()));

    assertThat(slices.slices().stream().map(TrioSlicesTest::text))
        .containsExactly("0 2 3 0", "0 2 3 1", "0 2 3 2", "1 2 3 0", "1 2 3 1", "1 2 3 2");
    assertThat(slices.windows()).isEqualTo(6);
  }

  @Test
  void fourBarsOfRestAreNotTheEndOfPlayingAndFiveAre() {
    assertThat(withBassRest(4).slices()).hasSize(1);
    TrioSlices gap = withBassRest(5);
    assertThat(gap.absence()).contains(Absence.NOT_TOGETHER);
    assertThatText(gap.detail()).names(8, 16);
  }

  private static TrioSlices withBassRest(int bars) {
    ScoreBuilder score = empty();
    play(score, 0, 0, 0, 16);
    play(score, 2, 33, 0, 6);
    play(score, 2, 33, 6 + bars, 16);
    play(score, 9, 0, 0, 16);
    return TrioSlices.of(grid(score.build()));
  }

  @Test
  void everyFileWithoutASliceHasAReason() {
    expect(empty(), Absence.NO_NOTES);
    ScoreBuilder score = empty();
    play(score, 0, 73, 0, 4);
    expect(score, Absence.NO_DRUMS, "channel 9");
    play(score, 9, 0, 0, 4);
    expect(score, Absence.NO_MELODY, 0, 31);
    play(score, 1, 0, 0, 4);
    expect(score, Absence.NO_BASS, 32, 39);
    play(score, 2, 39, 0, 4);
    expect(score, Absence.TOO_SHORT, 4, 16);
    score.timeSignature(0, 6, 8);
    expect(score, Absence.METRE, "6/8");
  }

  @Test
  void threeThatNeverMeetAreNotTogether() {
    ScoreBuilder score = empty().tempo(4L * 4 * BEAT, 400_000);
    play(score, 0, 0, 0, 4);
    play(score, 9, 0, 0, 4);
    play(score, 2, 33, 4, 8);
    expect(score, Absence.NOT_TOGETHER, 2);
  }

  @Test
  void aTrioIsPlayedOnPianoBassAndDrums() {
    int[] melody = {41, 0, 1, 41};
    int[] bass = {17, 0, 0, 0};
    int[] drums = {1, 0, 0, 511};

    Score score = MelodyScore.ofTrio(melody, bass, drums);

    assertThat(score.notes().stream().map(note -> text(note)))
        .contains("0 0 0 60 0 240", "0 0 0 60 360 480", "1 1 33 36 0 480", "2 9 0 36 0 120")
        .hasSize(3 + 10);
    assertThatIllegal(() -> MelodyScore.ofTrio(melody, bass, new int[] {512})).names(0, 511, 512);
  }

  private static String text(Note note) {
    return LongStream.of(
            note.track(),
            note.channel(),
            note.program(),
            note.pitch(),
            note.onsetTick(),
            note.offsetTick())
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(" "));
  }

  private static void expect(ScoreBuilder score, Absence reason, Object... names) {
    TrioSlices slices = TrioSlices.of(grid(score.build()));
    assertThat(slices.absence()).contains(reason);
    assertThatText(slices.detail()).isNotBlank().names(names);
  }

  private static String text(TrioSlice slice) {
    return slice.melody().instrument()
        + " "
        + slice.bass().instrument()
        + " "
        + slice.drums().instrument()
        + " "
        + slice.startBar();
  }

  /** A note, or a kick, at each quarter of some bars. */
  private static void play(ScoreBuilder score, int channel, int program, int from, int to) {
    for (int beat = 4 * from; beat < 4 * to; beat++) {
      score.note(0, channel, program, 36, 80, (long) beat * BEAT, (beat + 1L) * BEAT);
    }
  }

  private static ScoreBuilder empty() {
    return Score.builder(Division.ppq(BEAT));
  }

  private static StepGrid grid(Score score) {
    try {
      return StepGrid.read(MidiWriter.write(score));
    } catch (MalformedInputException e) {
      throw new IllegalStateException("The score that was written cannot be read", e);
    }
  }
}
