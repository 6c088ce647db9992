package io.partita.drum;

import static io.partita.TextAssert.assertThatText;
import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.MalformedInputException;
import io.partita.drum.DrumSlices.Absence;
import io.partita.midi.MidiBytes;
import io.partita.midi.MidiWriter;
import io.partita.score.Division;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DrumGridTest {
  /** Ticks of a sixteenth in the files written here. */
  private static final int STEP = 24;

  private static final int BAR = 16;

  // A roll as MIDI gives itself.

  @Property(tries = 300)
  void aRollComesBackFromTheMidiFileThatPlaysIt(
      @ForAll @Size(min = 32, max = 200) List<@IntRange(max = 511) Integer> masks) {
    int[] roll = new int[masks.size()];
    IntStream.range(0, roll.length).forEach(i -> roll[i] = masks.get(i).shortValue());
    roll[0] |= 1; // where a stretch begins, and that it does not break off
    for (int i = 8; i < roll.length; i += 8) {
      roll[i] |= 2;
    }
    int[] whole = Arrays.copyOf(roll, (roll.length + BAR - 1) / BAR * BAR);

    DrumGrid grid = grid(play(roll));

    assertThat(grid.pieces()).hasSize(1);
    assertThat(grid.droppedHits()).isZero();
    assertThat(grid.pieces().get(0).stretches()).hasSize(1);
    assertThat(grid.pieces().get(0).stretches().get(0).masks()).isEqualTo(whole);
    DrumSlices slices = grid.slices(2);
    assertThat(slices.windows()).isEqualTo(whole.length / BAR - 1);
    for (DrumSlice slice : slices.slices()) {
      int start = (int) slice.startStep();
      assertThat(slice.steps()).isEqualTo(Arrays.copyOfRange(whole, start, start + 2 * BAR));
    }
  }

  // Which notes there are.

  @Test
  void anOffClosesAllNotesThatBeganAtAnotherTick() throws Exception {
    DrumGrid grid = grid("00 992440 18 992440 18 892400");

    assertThat(grid.hits()).isEqualTo(2);
    assertThat(masks(grid)).startsWith(1, 1, 0);
  }

  @Test
  void aNoteThatBeginsAtTheTickOfTheOffGoesOn() throws Exception {
    DrumGrid grid = grid("00 992440 18 992440 00 892400 18 892400");

    assertThat(grid.hits()).isEqualTo(2);
    assertThat(grid.durationS()).isEqualTo(2 * 0.125);
  }

  @Test
  void aNoteWithoutALengthVanishesAndSoDoesOneWithoutAnEnd() throws Exception {
    // The off at the tick of the first note ends it for nothing; the one after that finds no note.
    DrumGrid zeroLength = grid("00 992440 00 892400 18 892400 00 992640 18 892600");
    DrumGrid unclosed = grid("00 992440 18 992640 18 892600");

    assertThat(masks(zeroLength)).startsWith(0, 2, 0);
    assertThat(masks(unclosed)).startsWith(0, 2, 0);
    assertThat(absence(grid("00 992440"))).isEqualTo(Absence.NO_NOTES);
  }

  @Test
  void aNoteEndsInItsOwnTrackOnly() throws Exception {
    DrumGrid grid =
        DrumGrid.read(
            MidiBytes.file(1, 2)
                .track("00 992440 18 990000 00 ff2f00")
                .track("18 892400 00 992640 18 892600 00 ff2f00")
                .toBytes());

    assertThat(grid.hits()).isEqualTo(1);
    assertThat(masks(grid)).startsWith(0, 2);
  }

  @Test
  void hitsOfAllTracksMeetOnTheGrid() {
    ScoreBuilder score = score();
    hit(score, 0, 36, 0);
    hit(score, 1, 42, 0);
    hit(score, 2, 38, 4);
    hit(score, 1, 36, 4);

    assertThat(masks(grid(score))).startsWith(5, 0, 0, 0, 3);
  }

  @Test
  void hitsGoToTheNearestStepAndHalfwayToTheNext() {
    ScoreBuilder score = score();
    score.note(0, 9, 0, 36, 80, STEP / 2 - 1, STEP);
    score.note(0, 9, 0, 38, 80, STEP / 2, STEP);

    assertThat(masks(grid(score))).startsWith(1, 2, 0);
  }

  @Test
  void pitchesWithoutAClassAreCountedAndLeftOut() {
    ScoreBuilder score = score();
    hit(score, 0, 88, 0);
    hit(score, 0, 36, 20);
    hit(score, 0, 23, 60);

    DrumGrid grid = grid(score);
    assertThat(grid.hits()).isEqualTo(1);
    assertThat(grid.droppedHits()).isEqualTo(2);
    assertThat(stretches(grid)).containsExactly("16+16");
  }

  // Where stretches begin and end.

  @Test
  void aStretchBeginsWithTheBarOfItsFirstHitAndEndsWithThatOfItsLast() {
    assertThat(stretchesOfHits(21)).containsExactly("16+16");
    assertThat(stretchesOfHits(0, 16)).containsExactly("0+32");
    assertThat(stretchesOfHits(15, 31)).containsExactly("0+32");
  }

  @Test
  void sixteenSilentStepsEndAStretch() {
    assertThat(stretchesOfHits(0, 16, 32)).containsExactly("0+48");
    assertThat(stretchesOfHits(0, 17)).containsExactly("0+16", "16+16");
    assertThat(stretchesOfHits(3, 100)).containsExactly("0+16", "96+16");
  }

  @Test
  void aStretchIsCutAfterAHundredBars() {
    int[] everyBeat = IntStream.range(0, 500).map(i -> 4 * i).toArray();
    DrumGrid grid = gridOfHits(everyBeat);

    assertThat(stretches(grid)).containsExactly("0+1600");
    assertThat(grid.slices(2).windows()).isEqualTo(99);
    assertThat(grid.slices(2).slices()).hasSize(1);
    assertThat(grid.hits()).isEqualTo(500);
  }

  // Where pieces begin and end.

  @Test
  void onlyRealChangesCutAPiece() {
    ScoreBuilder score = score().tempo(0, 500_000).tempo(BAR * STEP, 500_000);
    score.timeSignature(0, 4, 4).timeSignature(2 * BAR * STEP, 4, 4);
    hits(score, 0, 4 * BAR);
    assertThat(grid(score).pieces()).hasSize(1);

    score.tempo(2 * BAR * STEP, 400_000).timeSignature(3 * BAR * STEP, 2, 2);
    DrumGrid cut = grid(score);
    assertThat(cut.pieces().stream().map(DrumPiece::startS)).containsExactly(0.0, 4.0, 5.6);
    assertThat(cut.pieces().get(2).stretches().get(0).startStep()).isZero();
    assertThat(cut.slices(2).slices()).hasSize(1);
  }

  @Test
  void tempoAndMetreOfOtherTracksDoNotCount() {
    byte[] tempoInSecondTrack =
        MidiBytes.file(1, 2)
            .track("00 992440 18 892400 00 ff2f00")
            .track("00 ff5103030d40 00 ff580403021808 8100 ff2f00")
            .toBytes();

    DrumPiece piece = read(tempoInSecondTrack).pieces().get(0);
    assertThat(piece.qpm()).isEqualTo(120);
    assertThat(piece.hasCommonBars()).isTrue();
  }

  @Test
  void whatChangesAfterTheLastNoteCutsNothing() {
    ScoreBuilder score = score().tempo(20L * STEP, 300_000);
    hits(score, 0, 20);

    assertThat(grid(score).pieces()).hasSize(1);
  }

  @Test
  void slicesRepeatedInAPieceAreLeftOutButNotThoseOfAnotherPiece() {
    ScoreBuilder score = score().tempo(4L * BAR * STEP, 400_000);
    hits(score, 0, 8 * BAR);

    DrumSlices slices = grid(score).slices(2);
    assertThat(slices.windows()).isEqualTo(6);
    assertThat(slices.slices().stream().map(DrumSlice::piece)).containsExactly(0, 1);
    assertThat(slices.slices().stream().map(DrumSlice::startStep)).containsExactly(0L, 0L);
    assertThat(slices.slices().get(0).hash()).isEqualTo(slices.slices().get(1).hash());
  }

  // What a silent bar completes.

  @Test
  void aFillOfOneBarBecomesASliceOfTwo() {
    DrumGrid fill = gridOfHits(2, 8);

    assertThat(fill.slices(2).slices()).isEmpty();
    DrumSlices padded = fill.paddedSlices(2);
    assertThat(padded.windows()).isEqualTo(1);
    assertThat(padded.absence()).isEmpty();
    int[] expected = new int[2 * BAR];
    expected[2] = 1;
    expected[8] = 1;
    assertThat(padded.slices().get(0).steps()).isEqualTo(expected);
    assertThat(padded.slices().get(0).startStep()).isZero();
    // Hits end before the middle of the bar: what is there is less than half of it.
    assertThat(gridOfHits(0, 7).paddedSlices(2).absence()).contains(Absence.TOO_SHORT);
  }

  @Test
  void onlyAStretchThatLacksExactlyOneBarIsPadded() {
    assertThat(starts(gridOfHits(0, 16, 32, 40).paddedSlices(4))).containsExactly(0L);
    assertThat(starts(gridOfHits(0, 16, 24).paddedSlices(4))).isEmpty();
    // One that ends inside its second bar has two bars as it is, and no third one.
    assertThat(starts(gridOfHits(0, 16).paddedSlices(2))).containsExactly(0L);
    assertThat(starts(gridOfHits(0, 16, 32, 40).paddedSlices(2))).containsExactly(0L, 16L);
  }

  @Property(tries = 200)
  void paddingKeepsAllSlicesAndAddsThoseThatEndInSilence(
      @ForAll @Size(min = 1, max = 200) List<@IntRange(max = 511) Integer> masks,
      @ForAll @IntRange(min = 1, max = 4) int bars) {
    DrumGrid grid = grid(play(masks.stream().mapToInt(mask -> mask % 5 == 0 ? mask : 0).toArray()));
    List<String> plain = texts(grid.slices(bars));
    List<String> padded = texts(grid.paddedSlices(bars));

    assertThat(padded).containsAll(plain);
    String silentBar = ", 0".repeat(BAR) + "]";
    assertThat(padded).allMatch(slice -> plain.contains(slice) || slice.endsWith(silentBar));
    assertThat(padded.size() - plain.size())
        .isLessThanOrEqualTo(grid.pieces().stream().mapToInt(p -> p.stretches().size()).sum());
  }

  private static List<String> texts(DrumSlices slices) {
    return slices.slices().stream()
        .map(slice -> slice.startStep() + Arrays.toString(slice.steps()))
        .toList();
  }

  private static List<Long> starts(DrumSlices slices) {
    return slices.slices().stream().map(DrumSlice::startStep).toList();
  }

  // Why there are no slices.

  @Test
  void aFileWithoutSlicesSaysWhy() throws Exception {
    MidiBytes smpte = MidiBytes.file(0, 1, 0xE728).track("00 992440 18 892400 00 ff2f00");
    expect(DrumGrid.read(smpte.toBytes()), Absence.SMPTE_DIVISION);
    expect(grid(score()), Absence.NO_NOTES);
    expect(grid(score().note(0, 0, 0, 60, 80, 0, STEP)), Absence.NO_DRUMS, "channel 9");
    ScoreBuilder classless = score();
    hit(classless, 0, 88, 0);
    expect(grid(classless), Absence.NO_DRUM_CLASS, 1);
    expect(gridOfHits(0), Absence.TOO_SHORT, 16, 32);
  }

  @Test
  void ofManyPiecesTheOneClosestToASliceGivesTheReason() {
    ScoreBuilder waltz = score().timeSignature(0, 3, 4).timeSignature(5L * 12 * STEP, 6, 8);
    hits(waltz, 0, 10 * 12);
    expect(grid(waltz), Absence.METRE, "3/4, 6/8");

    waltz.timeSignature(10L * 12 * STEP, 4, 4);
    hit(waltz, 0, 36, 10 * 12);
    expect(grid(waltz), Absence.TOO_SHORT, 16, 32, 3, "3/4, 6/8");
  }

  @Test
  void aSliceHasOneToAHundredBars() {
    DrumGrid grid = gridOfHits(0);

    assertThat(grid.slices(1).slices()).hasSize(1);
    assertThatIllegal(() -> grid.slices(0)).names("bars", 1, 100, 0);
    assertThatThrownBy(() -> grid.slices(101)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSliceKnowsItsHitsAndItsHash() {
    DrumSlice slice = new DrumSlice(0, 16, new int[] {0, 511, 0, 5});

    assertThat(slice.hits()).isEqualTo(11);
    // printf '\0\0\1\377\0\0\0\5' | sha256sum
    assertThat(slice.hash())
        .isEqualTo("2badf8f5f00edc0d19d321d9f72cb87f19d1f4c0da354113e4b44d155949e9e5");
  }

  private static void expect(DrumGrid grid, Absence reason, Object... names) {
    DrumSlices slices = grid.slices(2);
    assertThat(slices.absence()).contains(reason);
    assertThatText(slices.detail()).isNotBlank().names(names);
    assertThat(slices.slices()).isEmpty();
  }

  private static Absence absence(DrumGrid grid) {
    return grid.slices(2).absence().orElseThrow();
  }

  private static ScoreBuilder score() {
    return Score.builder(Division.ppq(4 * STEP));
  }

  /** A hit that ends within its step. */
  private static void hit(ScoreBuilder score, int track, int pitch, int step) {
    long onset = (long) step * STEP;
    score.note(track, 9, 0, pitch, 80, onset, onset + STEP / 2);
  }

  /** A kick on every beat. */
  private static void hits(ScoreBuilder score, int from, int to) {
    for (int step = from; step < to; step += 4) {
      hit(score, 0, 36, step);
    }
  }

  private static ScoreBuilder play(int[] roll) {
    ScoreBuilder score = score();
    for (int step = 0; step < roll.length; step++) {
      for (DrumClass drum : DrumClass.values()) {
        if (drum.isIn(roll[step])) {
          hit(score, 0, drum.pitch(), step);
        }
      }
    }
    return score;
  }

  private static DrumGrid gridOfHits(int... steps) {
    ScoreBuilder score = score();
    for (int step : steps) {
      hit(score, 0, 36, step);
    }
    return grid(score);
  }

  private static List<String> stretchesOfHits(int... steps) {
    return stretches(gridOfHits(steps));
  }

  private static List<String> stretches(DrumGrid grid) {
    return grid.pieces().get(0).stretches().stream()
        .map(stretch -> stretch.startStep() + "+" + stretch.masks().length)
        .toList();
  }

  private static int[] masks(DrumGrid grid) {
    return grid.pieces().get(0).stretches().get(0).masks();
  }

  private static DrumGrid grid(ScoreBuilder score) {
    return read(MidiWriter.write(score.build()));
  }

  private static DrumGrid grid(String events) throws MalformedInputException {
    return DrumGrid.read(MidiBytes.oneTrack(events).toBytes());
  }

  private static DrumGrid read(byte[] bytes) {
    try {
      return DrumGrid.read(bytes);
    } catch (MalformedInputException e) {
      throw new AssertionError(e);
    }
  }
}
