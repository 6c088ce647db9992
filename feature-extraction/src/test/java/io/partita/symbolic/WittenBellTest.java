package io.partita.symbolic;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.SharedData;
import io.partita.midi.MidiReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WittenBellTest {
  private static final int CLASSES = 7;

  @Test
  void countsAreInterpolatedWithShorterHistories() {
    WittenBell model = fit(2, 3, List.of(new int[] {0, 1, 0, 1, 1}));
    int[] after0 = {0, 1};
    // Unigrams: 2 and 3 of 5, 2 distinct; after 0 there were two 1.
    double[] unigram = {(2 + 2.0 / 3) / 7, (3 + 2.0 / 3) / 7, 2.0 / 3 / 7};
    assertThat(model.distribution(1, after0, 1)).containsExactly(unigram, within(1e-15));
    assertThat(model.distribution(2, after0, 1))
        .containsExactly(
            new double[] {unigram[0] / 3, (2 + unigram[1]) / 3, unigram[2] / 3}, within(1e-15));
    assertThat(model.score(2, after0, 1))
        .isEqualTo(new NgramScore(1, -Math.log(model.distribution(2, after0, 1)[1]), 1));
  }

  @Test
  void anUnseenHistoryCountsForNothing() {
    WittenBell model = fit(3, 4, List.of(new int[] {0, 1, 0, 1, 1}));
    int[] unseen = {1, 3, 0};
    assertThat(model.distribution(3, unseen, 2)).isEqualTo(model.distribution(1, unseen, 0));
    int[] halfSeen = {3, 0, 1};
    assertThat(model.distribution(3, halfSeen, 2)).isEqualTo(model.distribution(2, halfSeen, 2));
  }

  @Test
  void nGramsNeverReachFromOneSequenceIntoAnother() {
    WittenBell apart = fit(2, 3, List.of(new int[] {0, 1}, new int[] {2, 1}));
    int[] after1 = {1, 2};
    assertThat(apart.distribution(2, after1, 1)).isEqualTo(apart.distribution(1, after1, 1));
  }

  @Test
  void nothingSeenIsUniformAndTiesGoToTheLowestClass() {
    double[] uniform = new WittenBell(3, 4).distribution(3, new int[] {1, 2}, 2);
    assertThat(uniform).containsExactly(0.25, 0.25, 0.25, 0.25);
    assertThat(WittenBell.mostLikely(uniform)).isZero();
  }

  @Test
  void drawnSequencesScoreAsInAnIndependentImplementation() {
    WittenBell model = fit(5, CLASSES, NgramReference.sequences("train"));
    int[] test = NgramReference.sequences("test").get(0);
    for (String[] expected : NgramReference.lines("drawn")) {
      NgramScore score =
          model.score(Integer.parseInt(expected[1]), test, Integer.parseInt(expected[2]));
      assertThat(score.crossEntropyNats())
          .as("order %s", expected[1])
          .isCloseTo(Double.parseDouble(expected[3]), within(1e-11));
      assertThat(score.top1()).isEqualTo(Long.parseLong(expected[4]));
    }
  }

  @Test
  void realPiecesScoreAsInAnIndependentImplementation() throws Exception {
    List<int[]> lines = celloLines();
    for (String[] expected : NgramReference.lines("cello")) {
      int split = Integer.parseInt(expected[1]);
      List<int[]> train = new ArrayList<>();
      List<int[]> test = new ArrayList<>();
      for (int i = 0; i < lines.size(); i++) {
        (i % 6 == split ? test : train).add(lines.get(i));
      }
      PitchVocabulary vocabulary = PitchVocabulary.of(train);
      WittenBell model = fit(3, vocabulary.size(), train.stream().map(vocabulary::encode).toList());
      NgramScore score =
          test.stream()
              .map(line -> model.score(Integer.parseInt(expected[2]), vocabulary.encode(line), 1))
              .reduce(NgramScore.NONE, NgramScore::plus);
      assertThat(score.count()).isEqualTo(Long.parseLong(expected[3]));
      assertThat(score.crossEntropyNats())
          .isCloseTo(Double.parseDouble(expected[4]), within(1e-11));
      assertThat(score.top1()).isEqualTo(Long.parseLong(expected[5]));
      assertThat(score.top1Share()).isEqualTo((double) score.top1() / score.count());
    }
  }

  @Property(tries = 200)
  void probabilitiesSumToOne(
      @ForAll("sequences") List<int[]> train,
      @ForAll("sequence") int[] history,
      @ForAll @IntRange(min = 1, max = 5) int order) {
    double[] distribution = fit(5, CLASSES, train).distribution(order, history, history.length);
    assertThat(Arrays.stream(distribution).sum()).isCloseTo(1, within(1e-12));
    assertThat(Arrays.stream(distribution).min().getAsDouble()).isPositive();
  }

  @Property(tries = 200)
  void countsOfPartsAddUpInAnyOrder(
      @ForAll("sequences") List<int[]> train,
      @ForAll("sequence") int[] history,
      @ForAll long seed) {
    List<int[]> shuffled = new ArrayList<>(train);
    Collections.shuffle(shuffled, new Random(seed));
    WittenBell sum =
        shuffled.stream()
            .map(sequence -> fit(4, CLASSES, List.of(sequence)))
            .reduce(new WittenBell(4, CLASSES), WittenBell::plus);
    assertThat(sum.distribution(4, history, history.length))
        .isEqualTo(fit(4, CLASSES, train).distribution(4, history, history.length));
  }

  @Test
  void addingLeavesTheSummandsAlone() {
    WittenBell one = fit(2, 3, List.of(new int[] {0, 1}));
    double[] before = one.distribution(2, new int[] {0}, 1);
    assertThat(one.plus(one).distribution(2, new int[] {0}, 1)).isNotEqualTo(before);
    assertThat(one.distribution(2, new int[] {0}, 1)).isEqualTo(before);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    WittenBell model = new WittenBell(2, 3);
    assertThatIllegal(() -> model.add(new int[] {0, 3})).names(0, 2, 3);
    assertThatIllegal(() -> model.distribution(3, new int[1], 0)).names("order", 1, 2, 3);
    assertThatIllegal(() -> new WittenBell(6, 3)).names("order", 1, 5, 6);
    assertThatIllegal(() -> new WittenBell(1, 0)).names("classCount", 1, 32767, 0);
    assertThatIllegal(() -> model.plus(new WittenBell(3, 3))).names(2, 3, 3, 3);
  }

  @Provide
  Arbitrary<int[]> sequence() {
    return Arbitraries.integers().between(0, CLASSES - 1).array(int[].class).ofMaxSize(12);
  }

  @Provide
  Arbitrary<List<int[]>> sequences() {
    return sequence().list().ofMaxSize(6);
  }

  private static WittenBell fit(int order, int classCount, List<int[]> sequences) {
    WittenBell model = new WittenBell(order, classCount);
    sequences.forEach(model::add);
    return model;
  }

  private static List<int[]> celloLines() throws Exception {
    Path cello = SharedData.file("data/midi/cello-suites");
    List<int[]> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(cello)) {
      for (Path file : files.sorted().toList()) {
        lines.add(line(file));
      }
    }
    return lines;
  }

  private static int[] line(Path file) throws Exception {
    return NoteLine.of(MidiReader.read(Files.readAllBytes(file)));
  }

  /** Of a line "B a b E" with B before its first class: nothing is counted of B itself. */
  @Test
  void whatStandsBeforeTheFirstCountedClassIsHistoryOnly() {
    int begin = 9;
    WittenBell model = new WittenBell(2, 3);
    model.add(new int[] {begin, 0, 1, 2}, 1);
    model.add(new int[] {begin, 0, 2}, 1);

    double[] first = model.distribution(2, new int[] {begin, 0}, 1);

    // c(B) = 2, T(B) = 1; below it 5 classes, 3 of them distinct, and 1 / 3.
    double unigram = (2 + 3 / 3.0) / (5 + 3);
    assertThat(first[0]).isCloseTo((2 + unigram) / 3, within(1e-12));
    assertThat(Arrays.stream(first).sum()).isCloseTo(1, within(1e-12));
    assertThat(model.score(2, new int[] {begin, 0, 1, 2}, 1).count()).isEqualTo(3);
    assertThatIllegal(() -> model.add(new int[] {begin, begin}, 1)).names(0, 2, 9);
  }
}
