package io.partita.model;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Held for many random logits, some of them equal. */
class ClassDrawTest {
  private static final int ALL = Integer.MAX_VALUE;
  private static final int CLASSES = 30;

  private static double[] logits(long seed) {
    return new SplittableRandom(seed).ints(CLASSES, -6, 7).mapToDouble(k -> k / 2.0).toArray();
  }

  private static double[] probabilities(double[] logits, double temperature) {
    double[] weights = Arrays.stream(logits).map(k -> Math.exp(k / temperature)).toArray();
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(weight -> weight / sum).toArray();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.3, 0.5, 0.9, 0.999})
  void theNucleusIsTheSmallestSetWithItsShare(double topP) {
    for (long seed = 0; seed < 200; seed++) {
      double[] logits = logits(seed);
      double[] probabilities = probabilities(logits, 0.8);

      int[] among = new ClassDraw(0.8, ALL, topP).among(logits, any -> true);

      double mass = IntStream.of(among).mapToDouble(k -> probabilities[k]).sum();
      double least = IntStream.of(among).mapToDouble(k -> probabilities[k]).min().orElseThrow();
      assertThat(mass).as("seed %d", seed).isGreaterThanOrEqualTo(topP - 1e-9);
      assertThat(mass - least).as("seed %d, without its last", seed).isLessThan(topP);
      for (int k = 0; k < CLASSES; k++) {
        boolean isIn = contains(among, k);
        assertThat(isIn || probabilities[k] <= least + 1e-12)
            .as("seed %d: class %d, more probable than one of the nucleus", seed, k)
            .isTrue();
      }
    }
  }

  @Test
  void theLikeliestKAreDrawnAmongTheLowerOfEqualOnesFirst() {
    double[] logits = {1, 3, 2, 3, 2};
    assertThat(new ClassDraw(1, 3, 1).among(logits, any -> true)).containsExactly(1, 3, 2);
    assertThat(new ClassDraw(1, 3, 1).among(logits, k -> k != 3)).containsExactly(1, 2, 4);
    assertThat(new ClassDraw(1, 9, 1).among(logits, any -> true)).containsExactly(1, 3, 2, 4, 0);
    // Of the two that top-k leaves, each has half.
    assertThat(new ClassDraw(1, 2, 0.5).among(logits, any -> true)).containsExactly(1);
    assertThat(new ClassDraw(1, 2, 0.51).among(logits, any -> true)).containsExactly(1, 3);
  }

  @Test
  void withTopK1OrATinyShareTheLikeliestIsTaken() {
    SplittableRandom random = new SplittableRandom(3);
    for (long seed = 0; seed < 200; seed++) {
      double[] logits = logits(seed);
      int likeliest = 0;
      for (int k = 1; k < CLASSES; k++) {
        likeliest = logits[k] > logits[likeliest] ? k : likeliest;
      }
      for (ClassDraw draw :
          new ClassDraw[] {
            ClassDraw.LIKELIEST, new ClassDraw(7, 1, 1), new ClassDraw(1, ALL, 1e-9)
          }) {
        int[] among = draw.among(logits, any -> true);
        assertThat(draw.pick(logits, among, random.nextDouble())).isEqualTo(likeliest);
      }
    }
  }

  @Test
  void aLowerTemperatureDrawsTheLikelierMoreOften() {
    for (long seed = 0; seed < 20; seed++) {
      double[] logits = logits(seed);
      double before = 0;
      for (double temperature : new double[] {4, 2, 1, 0.5, 0.25}) {
        double share = shares(new ClassDraw(temperature, ALL, 1), logits)[likeliest(logits)];
        assertThat(share).as("seed %d at %s", seed, temperature).isGreaterThanOrEqualTo(before);
        before = share;
      }
    }
  }

  @Test
  void classesAreDrawnAsOftenAsTheyAreProbable() {
    double[] logits = logits(5);
    double[] shares = shares(new ClassDraw(0.7, ALL, 1), logits);
    double[] probabilities = probabilities(logits, 0.7);
    for (int k = 0; k < CLASSES; k++) {
      assertThat(shares[k]).as("class %d", k).isCloseTo(probabilities[k], within(1e-3));
    }
  }

  @Test
  void theWholeLineIsPickedFrom() {
    double[] logits = {0, Math.log(2), 0};
    int[] inOrder = {0, 1, 2};
    assertThat(ClassDraw.PLAIN.pick(logits, inOrder, 0)).isZero();
    assertThat(ClassDraw.PLAIN.pick(logits, inOrder, 0.2499)).isZero();
    assertThat(ClassDraw.PLAIN.pick(logits, inOrder, 0.2501)).isEqualTo(1);
    assertThat(ClassDraw.PLAIN.pick(logits, inOrder, 0.7501)).isEqualTo(2);
    assertThat(ClassDraw.PLAIN.pick(logits, inOrder, Math.nextDown(1.0))).isEqualTo(2);
    assertThat(ClassDraw.PLAIN.pick(logits, new int[] {1, 0, 2}, 0.2499)).isEqualTo(1);
  }

  @Test
  void whatNoDrawCanBeIsRefused() {
    assertThatIllegal(() -> new ClassDraw(0, 1, 1)).names("temperature", 0.0, 0);
    assertThatIllegal(() -> new ClassDraw(1, 0, 1)).names("topK", 0, 1);
    assertThatIllegal(() -> new ClassDraw(1, 1, 0)).names("topP", 0.0, 0, 1);
    assertThatIllegal(() -> new ClassDraw(1, 1, Double.NaN)).names("topP", Double.NaN, 0, 1);
  }

  private static int likeliest(double[] logits) {
    return ClassDraw.LIKELIEST.among(logits, any -> true)[0];
  }

  /** Of evenly spaced numbers, how many pick each class. */
  private static double[] shares(ClassDraw draw, double[] logits) {
    int[] among = draw.among(logits, any -> true);
    double[] shares = new double[CLASSES];
    for (int i = 0; i < 4000; i++) {
      shares[draw.pick(logits, among, (i + 0.5) / 4000)] += 1 / 4000.0;
    }
    return shares;
  }

  private static boolean contains(int[] classes, int of) {
    return IntStream.of(classes).anyMatch(k -> k == of);
  }
}
