package io.partita.model.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.model.Augmentation;
import io.partita.model.examples.Examples;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** What an epoch trains on in the place of its examples. */
@Tag("spark")
class AugmentedEpochTest extends TrainingFixture {
  private static final int COUNT = 40;
  private static final NextClass OF_EACH = new NextClass(COUNT, 1);

  private static final Augmentation<int[]> DRAWN = new Drawn();

  /** Another class follows, as the seed says. */
  private record Drawn() implements Augmentation<int[]> {
    @Override
    public int[] of(int[] example, long seed) {
      return new int[] {example[0], (int) Long.remainderUnsigned(seed, COUNT)};
    }

    @Override
    public String option() {
      return "drawn";
    }
  }

  /** Keeps the seeds that it is given, and the example. */
  private record Noted() implements Augmentation<int[]> {
    private static final Set<Long> SEEDS = ConcurrentHashMap.newKeySet();

    @Override
    public int[] of(int[] example, long seed) {
      SEEDS.add(seed);
      return example;
    }

    @Override
    public String option() {
      return "noted";
    }
  }

  /** Class k is followed by itself. */
  private static Examples<int[]> examples(int partitions) {
    List<int[]> examples = IntStream.range(0, COUNT).mapToObj(k -> new int[] {k, k}).toList();
    return Examples.of(spark.parallelize(examples, partitions), COUNT, Map.of());
  }

  /** What is to follow each class. */
  private static Map<Integer, Integer> trainedOn(Examples<int[]> examples, int workers, long seed) {
    Epoch<int[]> epoch = new Epoch<>(examples, new EpochLayout(COUNT, 4, workers, 2, 1), seed);
    Map<Integer, Integer> found = new TreeMap<>();
    for (int round = 0; round < epoch.rounds(); round++) {
      for (MultiDataSet batch : epoch.round(round, OF_EACH, 0, Integer.MAX_VALUE).collect()) {
        INDArray classes = batch.getFeatures(0).argMax(1);
        INDArray next = batch.getLabels(0).argMax(1);
        for (int k = 0; k < classes.length(); k++) {
          found.put(classes.getInt(k), next.getInt(k));
        }
      }
    }
    return found;
  }

  @Test
  void theSameIsTrainedOnWhateverTheLayoutAndAnotherInEachEpoch() {
    Map<Integer, Integer> once = trainedOn(examples(1).augmented(DRAWN), 1, 7);

    assertThat(once).hasSize(COUNT);
    assertThat(once.values().stream().distinct()).hasSizeGreaterThan(COUNT / 3);
    assertThat(trainedOn(examples(7).augmented(DRAWN), 1, 7)).isEqualTo(once);
    assertThat(trainedOn(examples(3).augmented(DRAWN), 2, 7)).isEqualTo(once);
    assertThat(trainedOn(examples(1).augmented(DRAWN), 5, 7)).isEqualTo(once);
    assertThat(trainedOn(examples(1).augmented(DRAWN), 1, 8)).isNotEqualTo(once);
  }

  @Test
  void withoutAnAugmentationAndInFiguresExamplesAreThemselves() {
    assertThat(trainedOn(examples(2), 2, 7)).allSatisfy((k, next) -> assertThat(next).isEqualTo(k));
    assertThat(trainedOn(examples(2).augmented(null), 2, 7))
        .allSatisfy((k, next) -> assertThat(next).isEqualTo(k));
    Examples<int[]> augmented = examples(2).augmented(DRAWN);
    assertThat(augmented.byNumber().values().collect()).allMatch(of -> of[0] == of[1]);
    assertThat(augmented.spread(8).byNumber().values().collect())
        .hasSize(8)
        .allMatch(of -> of[0] == of[1]);
    assertThat(augmented.trained()).isEqualTo(COUNT);
  }

  @Test
  void eachEpochOfATrainingIsDrawnAnew() throws IOException {
    Noted.SEEDS.clear();
    Examples<int[]> noted = examples(COUNT, 2).augmented(new Noted());
    training(with(SETTINGS, 3, 0, 3), noted, model("m")).run(false, false);
    assertThat(Noted.SEEDS).hasSize(3 * COUNT);
  }
}
