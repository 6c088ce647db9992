package io.partita.kind.musicvae;

import static io.partita.MistakeAssert.assertThatMistake;
import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import io.partita.drum.DrumClass;
import io.partita.form.DrumAugmentation;
import io.partita.form.DrumAugmentation.Change;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** What becomes of drum slices, whatever they are. */
class DrumAugmentationTest {
  private static final int STEPS = 32;
  private static final long SEEDS = 2000;

  private static final int HATS_AND_RIDES = DrumClass.CLOSED_HI_HAT.bit() | DrumClass.RIDE.bit();

  private static final int TOMS =
      DrumClass.LOW_TOM.bit() | DrumClass.MID_TOM.bit() | DrumClass.HIGH_TOM.bit();

  private static DrumAugmentation only(Change change) {
    return new DrumAugmentation(List.of(change));
  }

  /** Any slice: of few instruments or many, of few hits or many. */
  private static int[] slice(long seed) {
    Random random = new Random(seed);
    int instruments = random.nextInt(DrumClass.MASKS);
    double share = random.nextDouble();
    return random
        .ints(STEPS, 0, DrumClass.MASKS)
        .map(mask -> random.nextDouble() < share ? mask & instruments : 0)
        .toArray();
  }

  private static int instruments(int[] slice) {
    return Arrays.stream(slice).reduce(0, (a, b) -> a | b);
  }

  private static int hits(int[] slice) {
    return Arrays.stream(slice).map(Integer::bitCount).sum();
  }

  private static int[] only(int[] slice, int mask) {
    return Arrays.stream(slice).map(step -> step & mask).toArray();
  }

  /** The steps at which each of some drums is hit, in the order of their names or not. */
  private static Set<List<Integer>> rhythms(int[] slice, int mask) {
    Set<List<Integer>> rhythms = new HashSet<>();
    for (int bit = 1; bit < DrumClass.MASKS; bit <<= 1) {
      if ((mask & bit) != 0) {
        int drum = bit;
        rhythms.add(
            Arrays.stream(slice).map(step -> step & drum).map(Integer::signum).boxed().toList());
      }
    }
    return rhythms;
  }

  @Test
  void aSeedDecidesAndTheSliceStaysAsItIs() {
    DrumAugmentation all = DrumAugmentation.named("all");
    Set<List<Integer>> different = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      int[] slice = slice(7);
      int[] made = all.of(slice, seed);
      assertThat(made).isEqualTo(all.of(slice, seed));
      assertThat(slice).isEqualTo(slice(7));
      different.add(Arrays.stream(made).boxed().toList());
    }
    assertThat(different).hasSizeGreaterThan(90);
  }

  @Test
  void hatAndRideChangePlacesInHalfOfAllSlices() {
    long swapped = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      int[] slice = slice(seed);
      int[] made = only(Change.HAT_RIDE).of(slice, seed);
      assertThat(made).hasSize(STEPS);
      assertThat(only(made, ~HATS_AND_RIDES)).isEqualTo(only(slice, ~HATS_AND_RIDES));
      assertThat(rhythms(made, HATS_AND_RIDES)).isEqualTo(rhythms(slice, HATS_AND_RIDES));
      swapped += Arrays.equals(slice, made) ? 0 : 1;
    }
    assertThat((double) swapped / SEEDS).isBetween(0.25, 0.5);
    int[] hats = {DrumClass.CLOSED_HI_HAT.bit(), 0};
    int[] rides = {DrumClass.RIDE.bit(), 0};
    assertThat(LongStream.range(0, 50).mapToObj(seed -> only(Change.HAT_RIDE).of(hats, seed)))
        .contains(hats, rides)
        .allMatch(made -> Arrays.equals(made, hats) || Arrays.equals(made, rides));
  }

  @Test
  void tomsAreInAllOrdersAlike() {
    int[] one = {DrumClass.LOW_TOM.bit(), DrumClass.MID_TOM.bit(), 0};
    Map<List<Integer>, Integer> orders = new HashMap<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      int[] slice = slice(seed);
      int[] made = only(Change.TOMS).of(slice, seed);
      assertThat(only(made, ~TOMS)).isEqualTo(only(slice, ~TOMS));
      assertThat(rhythms(made, TOMS)).isEqualTo(rhythms(slice, TOMS));
      orders.merge(
          Arrays.stream(only(Change.TOMS).of(one, seed)).boxed().toList(), 1, Integer::sum);
    }
    assertThat(orders).hasSize(6);
    assertThat(orders.values()).allMatch(count -> count > SEEDS / 8 && count < SEEDS / 4);
  }

  @Test
  void oneInstrumentIsGoneWhereAnotherIsLeft() {
    long gone = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      int[] slice = slice(seed);
      int[] made = only(Change.INSTRUMENT).of(slice, seed);
      int left = instruments(made);
      if (left != instruments(slice)) {
        gone++;
        assertThat(Integer.bitCount(instruments(slice) & ~left)).isEqualTo(1);
        assertThat(left).isNotZero();
      }
      assertThat(made).isEqualTo(only(slice, left));
    }
    assertThat((double) gone / SEEDS).isBetween(0.15, 0.28);
  }

  @Test
  void theEncoderAloneMissesHits() {
    long hits = 0;
    long heard = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      int[] slice = slice(seed);
      int[] made = only(Change.HITS).of(slice, seed);
      assertThat(DrumAugmentation.played(made, STEPS)).isEqualTo(slice);
      int[] read = DrumAugmentation.heard(made, STEPS);
      for (int step = 0; step < STEPS; step++) {
        assertThat(read[step] & ~slice[step]).isZero();
      }
      assertThat(made).hasSize(Arrays.equals(read, slice) ? STEPS : 2 * STEPS);
      hits += hits(slice);
      heard += hits(read);
    }
    assertThat((double) heard / hits).isBetween(0.945, 0.955);
  }

  @Test
  void whatOneChangeDrawsDoesNotDependOnOthers() {
    for (long seed = 0; seed < 100; seed++) {
      int[] slice = slice(seed);
      int[] two = DrumAugmentation.named("hat-ride,toms").of(slice, seed);
      int[] inTurn = only(Change.TOMS).of(only(Change.HAT_RIDE).of(slice, seed), seed);
      assertThat(two).isEqualTo(inTurn);
      int[] all = DrumAugmentation.named("all").of(slice, seed);
      int[] withoutHits = DrumAugmentation.named("instrument,toms,hat-ride").of(slice, seed);
      assertThat(DrumAugmentation.played(all, STEPS)).isEqualTo(withoutHits);
    }
  }

  @Test
  void theNetworkReadsWhatIsHeardAndIsToPlayTheWhole() {
    MusicVae model = MusicVae.named("cat-drums_2bar_tiny");
    int[] slice = slice(7);
    int[] heard = slice.clone();
    heard[3] = 0;
    int[] both = Arrays.copyOf(slice, 2 * STEPS);
    System.arraycopy(heard, 0, both, STEPS, STEPS);

    MultiDataSet made = model.arrays(List.of(both, slice), 5).get(0);
    MultiDataSet played = model.arrays(List.of(slice, slice), 5).get(0);
    MultiDataSet less = model.arrays(List.of(heard, slice), 5).get(0);

    for (int k = 0; k < made.getFeatures().length; k++) {
      INDArray expected = (k < 2 ? less : played).getFeatures(k);
      assertThat(made.getFeatures(k).dup().data().asFloat())
          .containsExactly(expected.dup().data().asFloat());
    }
    both[STEPS] = DrumClass.MASKS;
    assertThatIllegal(() -> model.arrays(List.of(both), 5)).names(0, 511);
  }

  @Test
  void changesHaveNames() {
    assertThat(DrumAugmentation.named("all").option()).isEqualTo("hat-ride,toms,instrument,hits");
    assertThat(DrumAugmentation.named("hits, toms,hits").option()).isEqualTo("toms,hits");
    for (String wrong : List.of("", "tom", "toms,", "all,toms")) {
      assertThatMistake(() -> DrumAugmentation.named(wrong))
          .is(Mistake.BAD_OPTION)
          .names("--augment", "hat-ride, toms, instrument, hits", "all");
    }
  }
}
