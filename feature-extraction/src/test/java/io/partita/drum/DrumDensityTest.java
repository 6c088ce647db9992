package io.partita.drum;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.symbolic.WittenBell;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrumDensityTest {
  /** The density of slices, counted without workers. */
  static DrumDensity counted(List<int[]> train) {
    TreeMap<Long, Long> counts = new TreeMap<>();
    for (int[] slice : train) {
      for (long gram : DrumDensity.grams(slice)) {
        counts.merge(gram, 1L, Long::sum);
      }
    }
    return new DrumDensity(
        counts.keySet().stream().mapToLong(Long::longValue).toArray(),
        counts.values().stream().mapToLong(Long::longValue).toArray());
  }

  private static List<int[]> random(int slices, int length) {
    SplittableRandom random = new SplittableRandom(7);
    return IntStream.range(0, slices)
        .mapToObj(k -> random.ints(length, 0, 6).map(of -> of * of).toArray())
        .toList();
  }

  @Test
  void whatWasNeverCountedIsAsLikelyAsAnyOther() {
    double[] nats = counted(List.of()).nats(new int[] {0, 511, 3});
    assertThat(nats).hasSize(DrumDensity.Model.values().length);
    for (double of : nats) {
      assertThat(of).isCloseTo(3 * Math.log(512), within(1e-9));
    }
  }

  @Test
  void probabilitiesOfAStepAddUpToOne() {
    DrumDensity density = counted(random(50, 40));
    int[] slice = random(51, 40).get(50);
    int last = 36;
    double[] sums = new double[DrumDensity.Model.values().length];
    double[] before = density.nats(Arrays.copyOf(slice, last));
    for (int mask = 0; mask < DrumClass.MASKS; mask++) {
      int[] longer = Arrays.copyOf(slice, last + 1);
      longer[last] = mask;
      double[] nats = density.nats(longer);
      for (int model = 0; model < sums.length; model++) {
        sums[model] += Math.exp(before[model] - nats[model]);
      }
    }
    for (DrumDensity.Model model : DrumDensity.Model.values()) {
      assertThat(sums[place(model)]).as(model.label()).isCloseTo(1, within(1e-9));
    }
  }

  @Test
  void isTheNGramModelOfNotesButForTheStart() {
    List<int[]> train = random(30, 20);
    int[] held = random(31, 20).get(30);
    WittenBell unigram = new WittenBell(1, DrumClass.MASKS);
    train.forEach(unigram::add);
    assertThat(counted(train).nats(held)[place(DrumDensity.Model.UNIGRAM)])
        .isCloseTo(unigram.score(1, held, 0).nats(), within(1e-9));
    // After the start 1 came twice and 2 once: (2 + 2 · P(1)) / 5, P(1) = (3 + 2 / 512) / 7.
    DrumDensity small = counted(List.of(new int[] {1, 1}, new int[] {1}, new int[] {2, 2}));
    assertThat(small.nats(new int[] {1})[place(DrumDensity.Model.BIGRAM)])
        .isCloseTo(-Math.log((2 + 2 * (3 + 2 / 512.0) / 7) / 5), within(1e-12));
  }

  @Test
  void knowsTheBarEarlierAndThePosition() {
    List<int[]> train = random(200, 16).stream().map(DrumDensityTest::thrice).toList();
    double[] nats = counted(train).nats(thrice(random(201, 16).get(200)));
    assertThat(nats[place(DrumDensity.Model.BAR_TRIGRAM)])
        .as("of bars that are repeated")
        .isLessThan(nats[place(DrumDensity.Model.TRIGRAM)] / 2);
  }

  private static int[] thrice(int[] bar) {
    int[] slice = new int[3 * bar.length];
    Arrays.setAll(slice, step -> bar[step % bar.length]);
    return slice;
  }

  @Test
  void countsMustBeInOrderAndMasksMasks() {
    assertThatIllegal(() -> new DrumDensity(new long[] {2, 2}, new long[] {1, 1})).names(1);
    assertThatIllegal(() -> DrumDensity.grams(new int[] {512})).names(0, 511, 512);
  }

  private static int place(DrumDensity.Model model) {
    return List.of(DrumDensity.Model.values()).indexOf(model);
  }
}
