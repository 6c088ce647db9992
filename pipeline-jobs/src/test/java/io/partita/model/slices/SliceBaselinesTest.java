package io.partita.model.slices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.form.Forms;
import io.partita.lake.run.Spark;
import io.partita.model.PredictionSums;
import io.partita.model.evaluate.BaselineFigure;
import io.partita.model.evaluate.BaselineScores;
import io.partita.model.examples.Examples;
import io.partita.model.examples.FileExample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Counts that executors make, beside those of a loop. */
@Tag("spark")
class SliceBaselinesTest {
  @Test
  void guessesAreCountedOnTrainingAndScoredOnOthers() {
    List<int[]> train = List.of(slice(4, 1, 2), slice(4, 3, 3), slice(4, 1, 2));
    // Its last mask is none of training's.
    int[] held = slice(4, 1, 2);
    held[63] = 4;
    try (SparkSession session = Spark.session(Spark.conf("baselines").setMaster("local[2]"))) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      BaselineScores scores =
          SliceBaselines.scores(
              spark,
              Forms.DRUMS,
              examples(spark, train),
              examples(spark, List.of(held, slice(4, 3, 3))),
              files(spark, List.of(held)));
      assertThat(scores.all().stream().map(BaselineFigure::baseline).distinct())
          .containsExactly(
              "ngram",
              "unigram",
              "bigram",
              "trigram",
              "fourgram",
              "fivegram",
              "bar_trigram",
              "nearest",
              "majority",
              "markov1",
              "markov2",
              "markov3",
              "markov4",
              "copied_bar",
              "previous_bar");
      PredictionSums sums = scores.scores().sum();
      // 120 masks of training are 2, and 59 of the 64 to guess.
      assertThat(sums.mean("majority_accuracy")).isEqualTo(59 / 64.0);
      // After the start 1, after 1 and after 2 rather 2: of the four first steps only one is right.
      assertThat(sums.mean("markov1_accuracy")).isEqualTo(60 / 64.0);
      assertThat(sums.mean("markov4_accuracy")).isEqualTo(60 / 64.0);
      // Of the three later bars, all but the last step.
      assertThat(sums.mean("previous_bar_accuracy")).isEqualTo(47 / 48.0);
      assertThat(sums.mean("copied_bar_accuracy")).isEqualTo(63 / 64.0);
      assertThat(sums.mean("nearest_accuracy")).isEqualTo(63 / 64.0);
      assertThat(scores.others().get("nearest"))
          .isEqualTo(Map.of("bits", Math.log(3) / Math.log(2)));
      // Of 192 masks that were counted 8 are 1, 120 are 2 and 64 are 3: T = 3.
      double expected = 4 * nats(8, 192, 3) + 59 * nats(120, 192, 3) + nats(0, 192, 3);
      assertThat(sums.mean("unigram_nats")).isCloseTo(expected, within(1e-9));
      assertThat(sums.mean("unigram_bits_per_step"))
          .isCloseTo(expected / (64 * Math.log(2)), within(1e-9));
      assertThat(sums.mean("bigram_nats")).isLessThan(expected);

      Object best = scores.others().get("ngram").get("same_as");
      assertThat(best).isIn("bigram", "trigram", "fourgram", "fivegram", "bar_trigram");
      assertThat(sums.mean("ngram_nats")).isEqualTo(sums.mean(best + "_nats"));
      assertThat(sums.mean("ngram_bits_per_step")).isEqualTo(sums.mean(best + "_bits_per_step"));

      BaselineScores untrained =
          SliceBaselines.scores(
              spark,
              Forms.DRUMS,
              examples(spark, List.of()),
              examples(spark, List.of()),
              files(spark, List.of(held, held)));
      assertThat(untrained.all()).isEqualTo(scores.all());
      assertThat(untrained.scores().figures())
          .as("what needs no training")
          .containsExactly("copied_bar_accuracy", "previous_bar_accuracy");
      assertThat(untrained.scores().files()).as("a file each").hasSize(2);
      assertThat(untrained.scores().sum().mean("previous_bar_accuracy")).isEqualTo(47 / 48.0);
    }
  }

  /** By the unigram. */
  private static double nats(int seen, int all, int distinct) {
    return -Math.log((seen + distinct / 512.0) / (all + distinct));
  }

  private static JavaRDD<FileExample<int[]>> files(JavaSparkContext spark, List<int[]> slices) {
    List<FileExample<int[]>> files = new ArrayList<>();
    for (int[] slice : slices) {
      files.add(new FileExample<>(List.of("a.zip", files.size() + ".mid"), slice));
    }
    return spark.parallelize(files, 2);
  }

  private static Examples<int[]> examples(JavaSparkContext spark, List<int[]> slices) {
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
