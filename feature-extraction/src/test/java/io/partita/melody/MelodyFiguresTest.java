package io.partita.melody;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.statistics.Bootstrap;
import io.partita.statistics.ComparedFigure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MelodyFiguresTest {
  /** Pitches at quarters, 0 for none. */
  private static int[] quarters(int... pitches) {
    int[] slice = new int[pitches.length * 4];
    for (int k = 0; k < pitches.length; k++) {
      slice[4 * k] = pitches[k] == 0 ? 0 : MelodyLabel.ofPitch(pitches[k]);
    }
    return slice;
  }

  @Test
  void figuresAreMeansOverSlicesAndIntervals() {
    int[] climb = quarters(60, 62, 64, 64, 60, 62, 64, 72); // 2 2 0 −4 2 2 8
    int[] strange = quarters(60, 61, 62, 63, 0, 0, 0, 0); // three of four in a major scale
    int[] silent = quarters(0, 0, 0, 0, 0, 0, 0, 0);

    MelodyFigures figures = MelodyFigures.of(List.of(climb, strange, silent));

    assertThat(figures.notes()).isEqualTo(12 / 3.0);
    assertThat(figures.pitch()).isEqualTo((508 + 246) / 12.0);
    assertThat(figures.range()).isEqualTo((12 + 3) / 2.0);
    assertThat(figures.inKey()).isEqualTo((1 + 3 / 4.0) / 2);
    assertThat(figures.repeats()).isEqualTo(1 / 10.0);
    assertThat(figures.steps()).isEqualTo(7 / 10.0);
    assertThat(figures.leaps()).isEqualTo(1 / 10.0);
    assertThat(figures.rising()).isEqualTo(8 / 10.0);
    assertThat(figures.likeness()).isCloseTo((15 + 12 + 16) / 16.0 / 3, within(1e-12));
    assertThat(figures.rhythm()).isCloseTo((16 + 12 + 16) / 16.0 / 3, within(1e-12));
  }

  @Test
  void meansOverFilesAreThoseOfAllSlices() {
    List<List<int[]>> files =
        List.of(
            List.of(quarters(60, 62, 64, 64, 60, 62, 64, 72), quarters(60, 61, 62, 63, 0, 0, 0, 0)),
            List.of(quarters(0, 0, 0, 0, 0, 0, 0, 0)));
    MelodyFigures all = MelodyFigures.of(files.stream().flatMap(List::stream).toList());

    List<Bootstrap.Ratio> ratios = MelodyFigures.byFile(files);

    List<ComparedFigure> figures = all.against(all);
    assertThat(ratios).hasSameSizeAs(figures);
    for (int i = 0; i < ratios.size(); i++) {
      assertThat(ratios.get(i).value())
          .as(figures.get(i).figure())
          .isCloseTo(figures.get(i).real(), within(1e-12));
    }
    assertThat(ratios.get(0).numerators()).containsExactly(12, 0);
    assertThat(ratios.get(1).denominators()).containsExactly(12, 0);
  }

  @Test
  void silenceHasFiguresAndNothingHasNone() {
    MelodyFigures figures = MelodyFigures.of(List.of(new int[32]));
    assertThat(figures.notes()).isZero();
    assertThat(figures.repeats()).isZero();
    assertThat(figures.likeness()).isEqualTo(1);
    assertThatIllegal(() -> MelodyFigures.of(List.of())).names();
    assertThatIllegal(() -> MelodyFigures.of(List.of(new int[16]))).names(2, 16);
    assertThatIllegal(() -> MelodyFigures.of(List.of(quarters(60, 60, 60, 60, 60)))).names(20);
  }

  @Test
  void eachFigureMayDifferByItsOwnBound() {
    MelodyFigures real = new MelodyFigures(10, 66, 14, 0.99, 0.1, 0.3, 0.3, 0.5, 0.5, 0.8);
    assertThat(far(new MelodyFigures(11, 68, 12, 0.97, 0.15, 0.25, 0.35, 0.45, 0.6, 0.7), real))
        .isEmpty();
    assertThat(far(new MelodyFigures(11.1, 63, 17, 0.96, 0.2, 0.2, 0.4, 0.6, 0.7, 0.6), real))
        .containsExactly(
            "notes",
            "mean_pitch",
            "pitch_range",
            "notes_in_key",
            "repeated_notes",
            "steps_of_scale",
            "leaps",
            "rising_intervals",
            "bar_similarity",
            "rhythm_similarity");
  }

  @Property(tries = 100)
  void melodiesAreNearThemselvesWhateverTheirOrderAndKey(
      @ForAll @Size(min = 1, max = 5) List<@Size(32) List<@IntRange(max = 77) Integer>> drawn) {
    List<int[]> slices = new ArrayList<>();
    drawn.forEach(slice -> slices.add(slice.stream().mapToInt(Integer::intValue).toArray()));
    MelodyFigures figures = MelodyFigures.of(slices);
    Collections.shuffle(slices, new Random(1));
    assertThat(far(MelodyFigures.of(slices), figures)).isEmpty();

    slices.forEach(
        slice -> {
          for (int k = 0; k < slice.length; k++) {
            slice[k] += MelodyLabel.isPitch(slice[k]) ? 5 : 0;
          }
        });
    assertThat(far(MelodyFigures.of(slices), figures))
        .isEqualTo(figures.notes() == 0 ? List.of() : List.of("mean_pitch"));
  }

  private static List<String> far(MelodyFigures drawn, MelodyFigures real) {
    return drawn.against(real).stream()
        .filter(compared -> !compared.isNear())
        .map(ComparedFigure::figure)
        .toList();
  }
}
