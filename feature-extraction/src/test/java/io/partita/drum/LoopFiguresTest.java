package io.partita.drum;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.SharedData;
import io.partita.statistics.Bootstrap;
import io.partita.statistics.ComparedFigure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LoopFiguresTest {
  private static final int KICK = 1;
  private static final int SNARE = 2;

  @Test
  void figuresAreMeansOverLoops() {
    int[] beat = loop(Map.of(0, KICK, 4, SNARE, 16, KICK, 20, SNARE));
    int[] hits = loop(Map.of(0, KICK, 16, 256));

    LoopFigures figures = LoopFigures.of(List.of(beat, hits));

    assertThat(figures.loops()).isEqualTo(2);
    assertThat(figures.backbeats()).isEqualTo(0.5);
    assertThat(figures.similarity()).isEqualTo(0.5);
    assertThat(figures.hits()).isEqualTo(3);
    assertThat(figures.shares())
        .hasSize(DrumClass.COUNT)
        .containsEntry(DrumClass.KICK, 3 / 6.0)
        .containsEntry(DrumClass.SNARE, 2 / 6.0)
        .containsEntry(DrumClass.RIDE, 1 / 6.0)
        .containsEntry(DrumClass.CRASH, 0.0);
    assertThatIllegal(() -> LoopFigures.of(List.of())).names();
  }

  @Test
  void meansOverFilesAreThoseOfAllLoops() {
    int[] beat = loop(Map.of(0, KICK, 4, SNARE, 16, KICK, 20, SNARE));
    int[] hits = loop(Map.of(0, KICK, 16, 256));
    int[] silent = loop(Map.of());
    List<List<int[]>> files = List.of(List.of(beat, hits), List.of(silent), List.of(hits));
    LoopFigures all = LoopFigures.of(files.stream().flatMap(List::stream).toList());

    List<Bootstrap.Ratio> ratios = LoopFigures.byFile(files);

    List<ComparedFigure> figures = all.against(all);
    assertThat(ratios).hasSameSizeAs(figures);
    for (int i = 0; i < ratios.size(); i++) {
      assertThat(ratios.get(i).value())
          .as(figures.get(i).figure())
          .isCloseTo(figures.get(i).real(), within(1e-12));
    }
    assertThat(ratios.get(0).numerators()).containsExactly(1, 0, 0);
    assertThat(ratios.get(0).denominators()).containsExactly(2, 1, 1);
  }

  @Test
  void eachFigureMayDifferByItsOwnBound() {
    LoopFigures real = new LoopFigures(9, 0.4, 0.5, 40, shares(0.3));
    assertThat(far(new LoopFigures(9, 0.45, 0.6, 44, shares(0.35)), real)).isEmpty();
    assertThat(far(new LoopFigures(9, 0.35, 0.4, 36, shares(0.25)), real)).isEmpty();
    assertThat(far(new LoopFigures(9, 0.46, 0.61, 44.1, shares(0.36)), real))
        .startsWith("backbeats", "bar_similarity", "hits", "share_kick", "share_snare")
        .contains("share_closed_hi_hat", "share_ride")
        .hasSize(3 + DrumClass.COUNT);
    assertThat(far(new LoopFigures(9, 0.34, 0.5, 35.9, shares(0.3)), real))
        .containsExactly("backbeats", "hits");
    assertThat(far(new LoopFigures(9, Double.NaN, 0.5, 40, shares(0.3)), real))
        .containsExactly("backbeats");
  }

  @Property(tries = 100)
  void loopsAreNearThemselvesWhateverTheirOrder(
      @ForAll @Size(min = 1, max = 5) List<@Size(32) List<@IntRange(max = 511) Integer>> drawn) {
    List<int[]> loops = new ArrayList<>();
    drawn.forEach(loop -> loops.add(loop.stream().mapToInt(Integer::intValue).toArray()));
    LoopFigures figures = LoopFigures.of(loops);
    Collections.shuffle(loops, new Random(1));

    assertThat(far(LoopFigures.of(loops), figures)).isEmpty();
    double shares = figures.shares().values().stream().mapToDouble(Double::doubleValue).sum();
    assertThat(shares).isCloseTo(figures.hits() == 0 ? 0 : 1, within(1e-12));
  }

  /** Groove's test slices by other code, see the comment at each number. */
  @Test
  void realLoopsAreAsCountedElsewhere() throws Exception {
    SharedData.file("data/groove.zip");
    List<int[]> test = new ArrayList<>();
    GrooveSlices.of(2).get("test").values().forEach(test::addAll);

    LoopFigures figures = LoopFigures.of(test);

    assertThat(figures.loops()).isEqualTo(1_819);
    assertThat(figures.hits()).isCloseTo(39, within(0.5)); // the specification's: 39
    assertThat(figures.similarity()).isCloseTo(0.55, within(0.02)); // .55
    assertThat(figures.backbeats()).isCloseTo(0.38, within(0.03)); // .38
  }

  private static List<String> far(LoopFigures drawn, LoopFigures real) {
    return drawn.against(real).stream()
        .filter(compared -> !compared.isNear())
        .map(ComparedFigure::figure)
        .toList();
  }

  private static Map<DrumClass, Double> shares(double each) {
    return Arrays.stream(DrumClass.values()).collect(Collectors.toMap(drum -> drum, drum -> each));
  }

  private static int[] loop(Map<Integer, Integer> hits) {
    int[] loop = new int[32];
    hits.forEach((step, mask) -> loop[step] = mask);
    return loop;
  }
}
