package io.partita.model.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.model.ExampleScores;
import io.partita.model.PredictionSums;
import io.partita.model.examples.Examples;
import io.partita.model.examples.FileExample;
import io.partita.model.examples.FileScores;
import io.partita.model.examples.FileSums;
import io.partita.model.examples.Scoring;
import io.partita.progress.HeardJobs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Figures of each file, added up by Spark, beside those of a loop. */
@Tag("spark")
class FileScoresTest extends TrainingFixture {
  private static final List<String> FIGURES = List.of("first", "second");

  /** Seven files of one to seven examples, of which two share a path but not a source. */
  private static List<FileExample<int[]>> files() {
    List<FileExample<int[]>> files = new ArrayList<>();
    for (int file = 0; file < 7; file++) {
      for (int k = 0; k <= file; k++) {
        files.add(
            new FileExample<>(
                List.of("source" + file / 4, "path" + file % 4), new int[] {file, k}));
      }
    }
    return files;
  }

  private static FileScores summed(int partitions) {
    JavaRDD<FileSums> sums =
        spark
            .parallelize(files(), partitions)
            .map(
                of ->
                    new FileSums(
                        of.file(), 2, new double[] {0.1 * of.example()[0], of.example()[1]}));
    return FileScores.of(FIGURES, sums);
  }

  @Test
  void aFileHasTheSumsOfItsExamplesWhereverTheyAre() {
    FileScores scores = summed(1);
    assertThat(scores.files().stream().map(FileSums::count))
        .as("two predictions for each example")
        .containsExactly(2L, 4L, 6L, 8L, 10L, 12L, 14L);
    assertThat(scores.files().get(5).file()).containsExactly("source1", "path1");
    assertThat(scores.files().get(5).sums()[1]).isEqualTo(15);
    assertThat(scores.sum().count()).isEqualTo(56);
    assertThat(scores.sum().sums()).containsOnlyKeys("first", "second");
    for (int partitions : new int[] {2, 5, 40}) {
      FileScores spread = summed(partitions);
      assertThat(spread.files().stream().map(FileSums::file).toList())
          .as("files by %d partitions", partitions)
          .isEqualTo(scores.files().stream().map(FileSums::file).toList());
      assertThat(spread.files().stream().map(FileSums::count).toList())
          .isEqualTo(scores.files().stream().map(FileSums::count).toList());
    }
  }

  @Test
  void aNetworkIsScoredFileByFile() {
    ComputationGraph network = MODEL.network(1, MODEL.optimizer());
    HeardJobs heard = new HeardJobs();
    FileScores scores =
        Scoring.byFile(
            spark,
            MODEL,
            network,
            spark.parallelize(files(), 3),
            FIGURES,
            (loaded, batch) ->
                new ExampleScores(
                    List.of("first", "second", "third").subList(0, 2),
                    batch.stream().mapToLong(example -> 1).toArray(),
                    batch.stream()
                        .map(of -> new double[] {of[0], loaded.params().length()})
                        .toArray(double[][]::new),
                    new PredictionSums(0, Map.of("batches", 1.0))));
    heard.close();
    assertThat(heard.lines()).startsWith("Scoring").endsWith("Scoring: over");
    assertThat(scores.files()).hasSize(7);
    assertThat(scores.files().get(6).sums()).containsExactly(42, 7.0 * network.params().length());
    assertThat(scores.sum().mean("second")).isEqualTo((double) network.params().length());
    assertThat(scores.others().sums()).as("a batch for each part").containsEntry("batches", 3.0);
  }

  @Test
  void coresShareTheBatchesOfAPartitionAndGiveThemBackInOrder() {
    assertThat(batches(1).stream().map(batch -> batch.get(0)))
        .containsExactly(0, 256, 512, 768, 1024, 1280);
    assertThat(batches(1).stream().map(batch -> batch.get(1)))
        .containsExactly(256, 256, 256, 256, 256, 20);
    assertThat(batches(1).stream().map(batch -> batch.get(2))).containsExactly(0, 1, 0, 1, 0, 1);
    assertThat(batches(2).stream().map(batch -> batch.get(0)))
        .containsExactly(0, 256, 512, 650, 906, 1162);
    assertThat(batches(2).stream().map(batch -> batch.get(2))).containsExactly(0, 0, 0, 1, 1, 1);
    assertThat(batches(26)).as("a batch for each").hasSize(26);
  }

  /** The first of each batch of 0 to 1,299, how many it is and the task that had it. */
  private static List<List<Integer>> batches(int partitions) {
    List<int[]> numbers = IntStream.range(0, 1_300).mapToObj(i -> new int[] {i}).toList();
    return Scoring.each(
        spark,
        MODEL,
        MODEL.network(1, MODEL.optimizer()),
        Examples.of(spark.parallelize(numbers, partitions), 1_300, Map.of()),
        (loaded, batch) -> List.of(batch.get(0)[0], batch.size(), TaskContext.getPartitionId()));
  }

  @Test
  void examplesAreSpreadEvenly() {
    Examples<int[]> thousand = examples(1_000, 3);
    for (int most : new int[] {1, 7, 300, 512, 999}) {
      Examples<int[]> spread = thousand.spread(most);
      List<Long> numbers = spread.byNumber().keys().collect();
      assertThat(numbers).as("%d of 1,000", most).hasSize(most);
      assertThat(spread.count()).isEqualTo(most);
      assertThat(
              IntStream.range(1, most).mapToLong(i -> numbers.get(i) - numbers.get(i - 1)).boxed())
          .allMatch(apart -> apart >= 1000 / most && apart <= 1000 / most + 1);
    }
    assertThat(thousand.spread(1_000)).isSameAs(thousand);
    assertThat(thousand.spread(5_000)).isSameAs(thousand);
  }
}
