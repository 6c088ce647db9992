package io.partita.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.grid.NoteGrid.Heard;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoteGridTest {
  private static final int QUARTER = 480;
  private static final int STEP = 120;
  private static final int BAR = 16;

  // Where bars begin.

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 59, 60, 119, 120, 477, 480, 1000, 1919, 1920, 20_000})
  void barsBeginWhereTheMusicsDo(int offset) {
    NoteGrid grid = grid(song(offset, 16));

    assertThat(grid.strength()).isEqualTo(1, within(1e-9));
    assertThat(grid.numerator()).isEqualTo(4);
    assertThat(grid.ticksPerStep()).isEqualTo(STEP);
    assertThat(grid.startTick()).isEqualTo(startOf(offset), within(1e-6));
    assertThat(grid.step(offset) % BAR).isZero();
    assertThat(grid.step(offset + STEP / 2 - 1) % BAR).isZero();
    assertThat(grid.step(offset + STEP / 2 + 1) % BAR).isEqualTo(1);
  }

  @Test
  void aStepIsAQuarterOfAnyDivision() {
    List<Heard> song = new ArrayList<>();
    for (Heard note : song(0, 16)) {
      // 90 ticks a quarter: a sixteenth is 22.5
      song.add(
          new Heard(
              note.onsetTick() * 90 / QUARTER + 7,
              note.endTick() * 90 / QUARTER + 7,
              note.pitch(),
              false));
    }

    NoteGrid grid = NoteGrid.of(song, 90).orElseThrow();

    assertThat(grid.ticksPerStep()).isEqualTo(22.5);
    assertThat(grid.startTick()).isEqualTo(7 - 360, within(1.0));
    assertThat(grid.step(7) % BAR).isZero();
  }

  @Test
  void playersNeedNotBeExact() {
    SplittableRandom dice = new SplittableRandom(3);
    List<Heard> played = new ArrayList<>();
    for (Heard note : song(1300, 16)) {
      int late = dice.nextInt(41) - 20;
      played.add(
          new Heard(note.onsetTick() + late, note.endTick() + late, note.pitch(), note.isDrum()));
    }

    NoteGrid grid = grid(played);

    assertThat(grid.strength()).isBetween(0.8, 0.95);
    assertThat(grid.startTick()).isEqualTo(startOf(1300), within(10.0));
  }

  @Test
  void aLongSilenceIsNoMatter() {
    List<Heard> song = song(333, 8);
    long later = 100L * BAR * STEP;
    song(333, 8)
        .forEach(
            note ->
                song.add(
                    new Heard(
                        note.onsetTick() + later, note.endTick() + later, note.pitch(), false)));

    assertThat(grid(song).startTick()).isEqualTo(startOf(333), within(1e-6));
  }

  @Test
  void aBeatOfDrumsAloneHasBars() {
    List<Heard> beat = new ArrayList<>();
    for (int bar = 0; bar < 8; bar++) {
      for (int step = 0; step < BAR; step += 2) {
        beat.add(drum(42, 777, bar, step));
      }
      beat.add(drum(36, 777, bar, 0));
      beat.add(drum(36, 777, bar, 10));
      beat.add(drum(38, 777, bar, 4));
      beat.add(drum(38, 777, bar, 12));
    }

    assertThat(grid(beat).startTick()).isEqualTo(startOf(777), within(1e-6));
  }

  /** Music that is moved keeps its bars, whatever it is and in what order its notes come. */
  @Property(tries = 300)
  void barsMoveWithTheMusic(
      @ForAll long seed, @ForAll @IntRange(max = 100_000) int by, @ForAll Random order) {
    SplittableRandom dice = new SplittableRandom(seed);
    List<Heard> music = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      // Steps in two of three quarters, so that no rotation is like another
      long onset = (long) STEP * (dice.nextInt(12) + BAR * dice.nextInt(20));
      music.add(
          new Heard(
              onset,
              onset + STEP * (1 + dice.nextInt(8)),
              30 + dice.nextInt(60),
              dice.nextInt(5) == 0));
    }
    List<Heard> moved = new ArrayList<>();
    music.forEach(
        note ->
            moved.add(
                new Heard(
                    note.onsetTick() + by, note.endTick() + by, note.pitch(), note.isDrum())));
    Collections.shuffle(moved, order);

    NoteGrid before = grid(music);
    NoteGrid after = grid(moved);

    assertThat(after.numerator()).isEqualTo(before.numerator());
    double bar = before.numerator() * 4.0 * STEP;
    assertThat(after.startTick()).isGreaterThan(-bar - 1e-6).isLessThanOrEqualTo(1e-6);
    if (before.numerator() == 4) {
      double moves = after.startTick() - before.startTick() - by;
      assertThat(moves / bar).isEqualTo(Math.rint(moves / bar), within(1e-6));
    }
  }

  // What has no bars of 16 steps.

  @Test
  void withoutNotesThereIsNoGrid() {
    assertThat(NoteGrid.of(List.of(), QUARTER)).isEmpty();
  }

  @Test
  void oneNoteIsAGrid() {
    assertThat(grid(List.of(new Heard(500, 501, 60, false))).strength()).isEqualTo(1, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"480, 4/4", "240, 4/4", "160, 12/8", "80, 12/8"})
  void beatsOfThreePartsAreTripletsAndBeatsAloneAreNot(int every, String metre) {
    List<Heard> notes = new ArrayList<>();
    for (int k = 0; k < 200; k++) {
      notes.add(new Heard(7 + (long) k * every, 7 + (long) k * every + 40, 60 + k % 5, false));
    }

    NoteGrid grid = grid(notes);

    assertThat(StepPiece.metre(grid.numerator(), grid.denominator())).isEqualTo(metre);
  }

  @Test
  void aWaltzIsInThree() {
    List<Heard> waltz = new ArrayList<>();
    for (int bar = 0; bar < 24; bar++) {
      for (int beat = 0; beat < 3; beat++) {
        int place = bar * 12 + beat * 4;
        waltz.add(note(beat == 0 ? 40 : 64, 50, 0, place, 4));
        if (beat > 0) {
          waltz.add(note(67, 50, 0, place, 4));
        }
      }
    }

    NoteGrid grid = grid(waltz);

    assertThat(grid.numerator()).isEqualTo(3);
    assertThat(grid.denominator()).isEqualTo(4);
  }

  @Test
  void musicOffTheGridIsInFreeTime() {
    SplittableRandom dice = new SplittableRandom(1);
    List<Heard> notes = new ArrayList<>();
    for (int k = 0; k < 500; k++) {
      long onset = dice.nextInt(100_000);
      notes.add(new Heard(onset, onset + 100, 40 + dice.nextInt(40), false));
    }

    NoteGrid grid = grid(notes);

    assertThat(grid.strength()).isLessThan(0.2);
    assertThat(grid.numerator()).isZero();
    assertThat(StepPiece.metre(grid.numerator(), grid.denominator())).isEqualTo("free time");
  }

  private static NoteGrid grid(List<Heard> notes) {
    return NoteGrid.of(notes, QUARTER).orElseThrow();
  }

  /** The bar line at tick 0 or the last before it, where one is at the offset. */
  private static long startOf(long offset) {
    return -Math.floorMod(-offset, (long) BAR * STEP);
  }

  /** A bass on 1 and 3, a new harmony each bar, broken chords and a tune in eighths. */
  private static List<Heard> song(int offset, int bars) {
    int[] roots = {36, 43, 45, 41};
    int[] tune = {72, 74, 76, 74, 72, 71, 69, 67};
    List<Heard> notes = new ArrayList<>();
    for (int bar = 0; bar < bars; bar++) {
      int root = roots[bar % roots.length];
      int place = bar * BAR;
      notes.add(note(root, offset, 0, place, 8));
      notes.add(note(root, offset, 0, place + 8, 6));
      for (int part : new int[] {12, 16, 19}) {
        notes.add(note(root + part, offset, 0, place, 14));
      }
      for (int k = 0; k < 6; k++) {
        notes.add(note(tune[(bar * 3 + k) % tune.length], offset, 0, place + 4 + 2 * k, 2));
      }
    }
    return notes;
  }

  private static Heard note(int pitch, long offset, long at, int step, int length) {
    long onset = offset + at + (long) step * STEP;
    return new Heard(onset, onset + (long) length * STEP, pitch, false);
  }

  private static Heard drum(int pitch, long offset, int bar, int step) {
    long onset = offset + (long) (bar * BAR + step) * STEP;
    return new Heard(onset, onset + 30, pitch, true);
  }
}
