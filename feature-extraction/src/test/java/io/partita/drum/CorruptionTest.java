package io.partita.drum;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What an encoder reads of a performance. */
class CorruptionTest {
  private static final int KICK = 0;
  private static final int HAT = 2;
  private static final int TAPPED = 3;

  @Test
  void aTapIsTheLoudestDrumOfAStepAndTheLowestOfEquals() {
    DrumPerformance played =
        new DrumPerformance.Builder(2)
            .hit(0, KICK, 80, 0.1f)
            .hit(0, HAT, 72, -0.2f)
            .hit(1, KICK, 60, 0.25f)
            .hit(1, HAT, 60, 0.4f)
            .build();

    float[] tapped = new Corruption(0, true, false, false, List.of()).of(played, 1, 0, 0);

    DrumPerformance expected =
        new DrumPerformance.Builder(2).hit(0, TAPPED, 80, 0.1f).hit(1, TAPPED, 60, 0.25f).build();
    assertThat(tapped).isEqualTo(expected.rows());
  }

  @Property(tries = 50)
  void humanizeLeavesTheScore(@ForAll long seed) {
    DrumPerformance played = DrumPerformanceTest.any(seed, 32);
    float[] whole = played.rows();
    float[] score = new Corruption(0, false, true, false, List.of()).of(played, 1, 0, 0);
    float[] fixed = new Corruption(0, false, false, true, List.of()).of(played, 1, 0, 0);
    for (int i = 0; i < whole.length; i++) {
      int column = i % DrumPerformance.ROW;
      assertThat(score[i]).isEqualTo(column < DrumPerformance.VELOCITY ? whole[i] : 0);
      boolean isVelocity = column >= DrumPerformance.VELOCITY && column < DrumPerformance.OFFSET;
      assertThat(fixed[i]).isEqualTo(isVelocity ? 0 : whole[i]);
    }
    assertThat(played.rows()).as("the target").isEqualTo(whole);
  }

  @Property(tries = 50)
  void anInstrumentToAddIsSilent(@ForAll long seed) {
    DrumPerformance played = DrumPerformanceTest.any(seed, 32);
    float[] rows =
        new Corruption(0, false, false, false, List.of(DrumClass.CLOSED_HI_HAT))
            .of(played, 1, 0, 0);
    for (int i = 0; i < rows.length; i++) {
      assertThat(rows[i])
          .isEqualTo(i % DrumPerformance.ROW % DrumClass.COUNT == HAT ? 0 : played.rows()[i]);
    }
  }

  @Test
  void theyAreTakenInTheirOrder() {
    DrumPerformance played =
        new DrumPerformance.Builder(1).hit(0, KICK, 80, 0.5f).hit(0, TAPPED, 70, 0.25f).build();
    // The tap is on the open hat, which is left out after it; before it, it would be the kick's.
    float[] rows =
        new Corruption(0, true, false, false, List.of(DrumClass.OPEN_HI_HAT)).of(played, 1, 0, 0);
    assertThat(rows).containsOnly(0);
    // By velocities as played, not by those that are fixed after it.
    rows = new Corruption(0, true, false, true, List.of()).of(played, 1, 0, 0);
    assertThat(rows[TAPPED]).isEqualTo(1);
    assertThat(rows[DrumPerformance.VELOCITY + TAPPED]).isZero();
    assertThat(rows[DrumPerformance.OFFSET + TAPPED]).isEqualTo(1);
  }

  @Test
  void quietNotesAreDroppedSooner() {
    double most = 0.8;
    Corruption dropping = new Corruption(most, false, false, false, List.of());
    int slices = 4_000;
    int steps = 32;
    for (int velocity : new int[] {20, 64, 120}) {
      DrumPerformance.Builder builder = new DrumPerformance.Builder(steps);
      for (int step = 0; step < steps; step++) {
        builder.hit(step, KICK, velocity, 0);
      }
      DrumPerformance played = builder.build();
      double kept = 0;
      for (int slice = 0; slice < slices; slice++) {
        float[] rows = dropping.of(played, 7, 1, slice);
        for (int step = 0; step < steps; step++) {
          kept += rows[step * DrumPerformance.ROW];
        }
      }
      double quiet = Math.max(0.2, 1 - velocity / 127.0);
      // The share is drawn once for a slice: its variance does not fall with the steps.
      double p = most / 2 * quiet;
      double deviation =
          Math.sqrt((most * most / 12 * quiet * quiet + p * (1 - p) / steps) / slices);
      assertThat(kept / (slices * steps)).isBetween(1 - p - 3 * deviation, 1 - p + 3 * deviation);
    }
  }

  @Test
  void dropoutIsOfItsSeedEpochAndSliceAndNoneAtZero() {
    DrumPerformance played = DrumPerformanceTest.any(5, 32);
    Corruption dropping = new Corruption(0.8, false, false, false, List.of());
    float[] rows = dropping.of(played, 1, 2, 3);
    assertThat(dropping.of(played, 1, 2, 3)).isEqualTo(rows);
    assertThat(dropping.of(played, 2, 2, 3)).isNotEqualTo(rows);
    assertThat(dropping.of(played, 1, 3, 3)).isNotEqualTo(rows);
    assertThat(dropping.of(played, 1, 2, 4)).isNotEqualTo(rows);
    assertThat(Corruption.NONE.of(played, 1, 2, 3)).isEqualTo(played.rows());
    assertThatIllegal(() -> new Corruption(1.5, false, false, false, List.of()));
  }
}
