package io.partita.drum;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.score.Note;
import io.partita.score.Score;
import java.util.List;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DrumLoopTest {
  /** Kick and closed hi-hat, silence, snare, snare, and silence to the bar's end. */
  private static final int[] LOOP = {5, 0, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

  @Test
  void hitsAreNotesOfAStepOnThePercussionChannel() throws Exception {
    Score score = MidiReader.read(MidiWriter.write(DrumLoop.score(LOOP)));
    List<Note> notes = StreamSupport.stream(score.notes().spliterator(), false).toList();
    assertThat(notes).extracting(Note::pitch).containsExactly(36, 42, 38, 38);
    assertThat(notes).extracting(Note::onsetS).containsExactly(0.0, 0.0, 0.25, 0.375);
    assertThat(notes).extracting(Note::durationS).containsOnly(0.125);
    assertThat(notes).extracting(Note::velocity).containsOnly(80);
    assertThat(notes).extracting(Note::channel).containsOnly(9);
    assertThat(score.tempoMap().secondsAt(score.tracks().get(0).endTick()))
        .isCloseTo(2, within(1e-9));
    assertThat(score.timeSignatures().get(0).numerator()).isEqualTo(4);
    assertThat(score.isRepaired()).isFalse();
  }

  /** The grid begins with the bar of the first hit and ends with that of the last. */
  @Property(tries = 200)
  void whatIsWrittenIsFoundOnTheGridAgain(
      @ForAll @Size(min = 32, max = 96) List<@IntRange(min = 0, max = 511) Integer> drawn)
      throws Exception {
    int[] loop = new int[drawn.size() / 16 * 16];
    for (int i = 0; i < loop.length; i++) {
      loop[i] = drawn.get(i);
    }
    loop[3] |= 1;
    loop[loop.length - 1] |= 256;
    for (int step = 8; step < loop.length; step += 8) {
      loop[step] |= 2; // no bar of silence
    }
    DrumGrid grid = DrumGrid.read(MidiWriter.write(DrumLoop.score(loop)));
    DrumSlices slices = grid.slices(loop.length / DrumGrid.STEPS_PER_BAR);
    assertThat(slices.windows()).isEqualTo(1);
    assertThat(slices.slices().get(0).steps()).isEqualTo(loop);
    assertThat(slices.slices().get(0).startStep()).isZero();
    assertThat(grid.droppedHits()).isZero();
  }

  @Test
  void eachClassHasItsPitch() {
    Score score = DrumLoop.score(new int[] {511});
    assertThat(StreamSupport.stream(score.notes().spliterator(), false).map(Note::pitch))
        .containsExactlyInAnyOrder(36, 38, 42, 46, 45, 48, 50, 49, 51);
  }

  @Test
  void nothingIsAFileToo() throws Exception {
    assertThat(MidiReader.read(MidiWriter.write(DrumLoop.score(new int[32]))).notes()).isEmpty();
    assertThat(DrumLoop.score(new int[0]).notes()).isEmpty();
  }

  @Test
  void aStepIsAMaskOfNineBits() {
    assertThatIllegal(() -> DrumLoop.score(new int[] {512})).names(0, 511, 512);
    assertThatIllegal(() -> DrumLoop.score(new int[] {-1})).names(0, 511, -1);
  }

  @Test
  void distanceCountsHitsAndEqualityCountsSteps() {
    int[] one = {1, 2, 511, 0};
    int[] other = {1, 3, 0, 0};
    assertThat(DrumLoop.hammingDistance(one, other)).isEqualTo(10);
    assertThat(DrumLoop.equalSteps(one, other)).isEqualTo(2);
    assertThat(DrumLoop.hammingDistance(one, one)).isZero();
    assertThat(DrumLoop.equalSteps(one, one)).isEqualTo(4);
    assertThatIllegal(() -> DrumLoop.hammingDistance(one, new int[3])).names(4, 3);
  }

  @Test
  void slicesAreJoinedInTheirOrder() {
    assertThat(DrumLoop.joined(List.of(new int[] {1, 2}, new int[] {3}))).containsExactly(1, 2, 3);
    assertThat(DrumLoop.joined(List.of())).isEmpty();
  }
}
