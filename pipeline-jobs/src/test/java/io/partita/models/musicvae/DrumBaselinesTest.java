package io.partita.models.musicvae;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.run.Spark;
import io.partita.training.Examples;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class DrumBaselinesTest {
  @Test
  void guessesAreCountedOnTrainingAndScoredOnOthers() {
    List<int[]> train = List.of(slice(2, 1, 2), slice(2, 3, 3), slice(2, 1, 2));
    // Its last mask is none of training's.
    int[] held = slice(4, 1, 2);
    held[63] = 4;
    try (SparkSession session = Spark.session(Spark.conf("baselines").setMaster("local[2]"))) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      Map<String, Double> accuracies =
          DrumBaselines.accuracies(spark, examples(spark, train), examples(spark, List.of(held)));
      assertThat(accuracies.keySet())
          .containsExactly("majority", "markov1", "markov2", "markov3", "markov4", "previous_bar");
      // 60 masks of training are 2, and 59 of the 64 to guess.
      assertThat(accuracies.get("majority")).isEqualTo(59 / 64.0);
      // After the start 1, after 1 and after 2 rather 2: of the four first steps only one is right.
      assertThat(accuracies.get("markov1")).isEqualTo(60 / 64.0);
      assertThat(accuracies.get("markov4")).isEqualTo(60 / 64.0);
      // Of the three later bars, all but the last step.
      assertThat(accuracies.get("previous_bar")).isEqualTo(47 / 48.0);

      Map<String, Double> untrained =
          DrumBaselines.accuracies(
              spark, examples(spark, List.of()), examples(spark, List.of(held, held)));
      assertThat(untrained)
          .containsEntry("majority", null)
          .containsEntry("markov4", null)
          .containsEntry("previous_bar", 47 / 48.0);
    }
  }

  private static Examples examples(JavaSparkContext spark, List<int[]> slices) {
    return Examples.of(spark.parallelize(slices, 2), slices.size(), Map.of());
  }

  /** So many bars alike: one mask on the first step, one on the others. */
  private static int[] slice(int bars, int first, int others) {
    int[] slice = new int[bars * 16];
    Arrays.fill(slice, others);
    for (int bar = 0; bar < bars; bar++) {
      slice[bar * 16] = first;
    }
    return slice;
  }
}
