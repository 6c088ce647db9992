package io.partita.drum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.score.Division;
import io.partita.score.Note;
import io.partita.score.Notes;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hits, velocities and offsets by the rules of magenta's converter, and back to notes. */
class DrumPerformanceTest {
  /** So fine that the seconds of these cases are whole ticks at 120 quarters a minute. */
  private static final int DIVISION = 8000;

  private static final int STEP = DIVISION / 4;

  @ParameterizedTest
  @CsvSource({
    "42, 127, 2.09,    2, CLOSED_HI_HAT, 1.0,    -0.18",
    "38, 82,  12.184, 12, SNARE,         0.6457, -0.368",
    "36, 100, 24.48,  24, KICK,          0.7874, -0.96",
    "36, 100, 24.5,   25, KICK,          0.7874, 1.0",
  })
  void aNoteGoesToTheNearestStep(
      int pitch, int velocity, double onset, int step, DrumClass drum, double v, double o)
      throws Exception {
    float[] rows = slice(DrumMap.ROLAND, new double[][] {{pitch, velocity, onset}}).rows();

    int row = step * DrumPerformance.ROW + drum.number();
    assertThat(rows[row]).isEqualTo(1);
    assertThat(rows[row + DrumPerformance.VELOCITY]).isCloseTo((float) v, within(5e-5f));
    assertThat(rows[row + DrumPerformance.OFFSET]).isCloseTo((float) o, within(1e-6f));
    long others = Arrays.stream(toDoubles(rows)).filter(number -> number != 0).count();
    assertThat(others).as("numbers of this note alone").isEqualTo(3);
  }

  @Test
  void aNoteJustBeforeABarIsOnItsFirstStepAndIsPlayedBeforeIt() throws Exception {
    PerformanceSlices slices =
        grid(DrumMap.ROLAND, new double[][] {{38, 90, 2}, {36, 80, 15.7}, {38, 70, 47}})
            .performances(2, false);

    assertThat(slices.slices()).hasSize(2);
    DrumPerformance second = slices.slices().get(1).played();
    assertThat(second.velocity(0, DrumClass.KICK.number())).isEqualTo(80);
    assertThat(second.rows()[DrumPerformance.OFFSET]).isCloseTo(0.6f, within(1e-6f));
    Note kick = notes(second.score(DrumMap.ROLAND, 120)).get(0);
    assertThat(kick.onsetTick()).as("a step back, as nothing begins before 0").isEqualTo(84);
  }

  @Test
  void ofTwoNotesInACellTheLouderStaysAndTheFirstOfEquals() throws Exception {
    DrumGrid grid =
        grid(
            DrumMap.GM,
            new double[][] {
              {38, 60, 3.9}, {40, 90, 4.1}, {36, 70, 7.8}, {36, 70, 8.2}, {36, 69, 8.3}, {38, 1, 31}
            });
    DrumPerformance played = grid.performances(2, false).slices().get(0).played();

    assertThat(played.velocity(4, 1)).isEqualTo(90);
    assertThat(played.offset(4, 1)).isCloseTo(-0.1f, within(1e-6f));
    assertThat(played.offset(8, 0)).isCloseTo(0.2f, within(1e-6f));
    assertThat(played.hits()).isEqualTo(3);
    assertThat(grid.pieces().get(0).played().merged()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "43, LOW_TOM,  LOW_TOM",
    "45, LOW_TOM,  MID_TOM",
    "48, MID_TOM,  HIGH_TOM",
    "58, CRASH,    LOW_TOM",
  })
  void theMapsDifferInToms(int pitch, DrumClass gm, DrumClass roland) throws Exception {
    double[][] notes = {{pitch, 80, 0}, {36, 80, 31}};
    assertThat(slice(DrumMap.GM, notes).isHit(0, gm.number())).isTrue();
    assertThat(slice(DrumMap.ROLAND, notes).isHit(0, roland.number())).isTrue();
  }

  @Test
  void slicesAreWindowsOfTheWholePieceThatHaveAHit() throws Exception {
    double[][] notes = {{36, 80, 0}, {36, 80, 16}, {36, 80, 32}, {38, 80, 10 * 16}};
    List<Long> starts =
        grid(DrumMap.GM, notes).performances(2, false).slices().stream()
            .map(PerformanceSlice::startStep)
            .toList();
    assertThat(starts).containsExactly(0L, 16L, 32L, 144L);
    PerformanceSlices unique = grid(DrumMap.GM, notes).performances(2, true);
    assertThat(unique.windows()).isEqualTo(4);
    assertThat(unique.slices().stream().map(PerformanceSlice::startStep))
        .as("the second has the hits of the first")
        .containsExactly(0L, 32L, 144L);
    PerformanceSlices none = grid(DrumMap.GM, notes).performances(12, false);
    assertThat(none.absence()).contains(DrumSlices.Absence.TOO_SHORT);
    assertThat(none.detail()).contains("176", "192");
  }

  @Property(tries = 200)
  void aPerformanceComesBackFromItsScore(@ForAll long seed) throws Exception {
    DrumPerformance performance = any(seed, 48);
    Score score = performance.score(DrumMap.ROLAND, 97.5);

    PlayedHits played =
        DrumGrid.read(MidiWriter.write(score), DrumMap.ROLAND).pieces().get(0).played();

    int back = 0;
    long shifted = played.step(0) - firstStep(performance);
    assertThat(shifted).as("moved back by a step at most").isBetween(0L, 1L);
    DrumPerformance read = played.slice(shifted, 48);
    for (int step = 0; step < 48; step++) {
      for (int drum = 0; drum < DrumClass.COUNT; drum++) {
        assertThat(read.velocity(step, drum)).isEqualTo(performance.velocity(step, drum));
        assertThat(read.offset(step, drum))
            .as("within half a tick")
            .isCloseTo(performance.offset(step, drum), within(0.5f / 120 + 1e-6f));
        back += read.isHit(step, drum) ? 1 : 0;
      }
    }
    assertThat(back).isEqualTo(played.size());
    assertThat(notes(score)).as("no note has lost its length").allMatch(n -> n.durationS() > 0);
  }

  @Property(tries = 100)
  void rowsAndColumnsSayTheSame(@ForAll long seed) {
    DrumPerformance performance = any(seed, 32);

    DrumPerformance byRows = DrumPerformance.ofRows(performance.rows());
    assertThat(byRows).isEqualTo(performance);
    assertThat(
            DrumPerformance.of(
                performance.masks(), performance.velocities(), performance.offsets()))
        .isEqualTo(performance);
    assertThat(performance.hits()).isEqualTo(performance.velocities().length);
  }

  @Test
  void aModelsNumbersAreClipped() {
    float[] rows = new float[DrumPerformance.ROW];
    rows[0] = 0.51f;
    rows[DrumPerformance.VELOCITY] = 0.001f;
    rows[DrumPerformance.OFFSET] = -1;
    rows[1] = 0.5f;
    rows[DrumPerformance.VELOCITY + 1] = 1;
    DrumPerformance performance = DrumPerformance.ofRows(rows);
    assertThat(performance.velocity(0, 0)).as("not 0, which would be no note").isEqualTo(1);
    assertThat(performance.offset(0, 0)).isGreaterThan(-0.5f).isCloseTo(-0.5f, within(1e-6f));
    assertThat(performance.isHit(0, 1)).isFalse();
  }

  /** Hits in a third of the cells, as exact as ticks of a 480th of a quarter allow. */
  static DrumPerformance any(long seed, int steps) {
    SplittableRandom dice = new SplittableRandom(seed);
    DrumPerformance.Builder performance = new DrumPerformance.Builder(steps);
    performance.hit(steps - 1, 0, 64, 0);
    for (int step = 0; step < steps - 1; step++) {
      for (int drum = 0; drum < DrumClass.COUNT; drum++) {
        if (dice.nextInt(3) == 0) {
          float offset = dice.nextInt(-59, 61) / 120f;
          performance.hit(step, drum, dice.nextInt(1, 128), offset);
        }
      }
    }
    return performance.build();
  }

  private static int firstStep(DrumPerformance performance) {
    int[] masks = performance.masks();
    int step = 0;
    while (masks[step] == 0) {
      step++;
    }
    return step;
  }

  private static DrumPerformance slice(DrumMap map, double[][] notes) throws Exception {
    double[][] padded = Arrays.copyOf(notes, notes.length + 1);
    padded[notes.length] = new double[] {0, 80, 31}; // of no class
    PlayedHits played = grid(map, padded).pieces().get(0).played();
    return played.slice(0, 32);
  }

  /**
   * @param notes pitch, velocity, onset in steps
   */
  private static DrumGrid grid(DrumMap map, double[][] notes) throws Exception {
    ScoreBuilder score = Score.builder(Division.ppq(DIVISION)).tempo(0, 500_000);
    for (double[] note : notes) {
      long tick = Math.round(note[2] * STEP);
      score.note(0, Note.DRUM_CHANNEL, 0, (int) note[0], (int) note[1], tick, tick + STEP / 20);
    }
    return DrumGrid.read(MidiWriter.write(score.build()), map);
  }

  private static List<Note> notes(Score score) throws Exception {
    List<Note> notes = new ArrayList<>();
    Notes read = MidiReader.read(MidiWriter.write(score)).notes();
    read.forEach(notes::add);
    return notes;
  }

  private static double[] toDoubles(float[] numbers) {
    double[] doubles = new double[numbers.length];
    Arrays.setAll(doubles, i -> numbers[i]);
    return doubles;
  }
}
