package io.partita.model.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.model.ModelFigure;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.examples.Examples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Trainings of a tiny model on Spark, and the folders of their archives. */
@Tag("spark")
public abstract class TrainingFixture {
  static final NextClass MODEL = new NextClass(5, 1);

  static final TrainingSettings SETTINGS =
      new TrainingSettings(
          3, 8, 2, 3, Averaged.ALL, MODEL.optimizer(), 7, 1_000_000, Double.POSITIVE_INFINITY);

  static final Selection LOSS = Selection.best(ModelFigure.nats("cross_entropy_nats"));

  protected static JavaSparkContext spark;

  @TempDir Path folder;

  /** Tells each metric to a test. */
  record Seen(Consumer<Metric> test) implements Training.Listener {
    @Override
    public void trained(Metric metric, int epochs, double secondsLeft) {
      test.accept(metric);
    }

    @Override
    public void saved(ModelCard card, List<Metric> metrics) {
      assertThat(metrics)
          .as("metrics of %s", card.state())
          .allMatch(metric -> metric.iteration() <= card.state().iteration());
    }
  }

  /** The context stays for the other classes of this JVM. */
  @BeforeAll
  static void startSpark() {
    if (spark == null || spark.sc().isStopped()) {
      spark =
          new JavaSparkContext(
              new SparkConf()
                  .setMaster("local[2]")
                  .setAppName("training")
                  .set("spark.ui.enabled", "false")
                  .set("spark.driver.host", "127.0.0.1")
                  .set("spark.driver.bindAddress", "127.0.0.1"));
    }
  }

  /** For a class that starts contexts of its own. */
  public static void stopSpark() {
    if (spark != null) {
      spark.close();
    }
  }

  /** Class k is followed by k + 1 mod 5, but for one example in ten. */
  static Examples<int[]> examples(int count, int partitions) {
    List<int[]> examples =
        IntStream.range(0, count)
            .mapToObj(i -> new int[] {i % 5, (i + (i % 10 == 0 ? 3 : 1)) % 5})
            .toList();
    return Examples.of(spark.parallelize(examples, partitions), count, Map.of());
  }

  static TrainingSettings with(TrainingSettings s, int epochs, int workers, int frequency) {
    return new TrainingSettings(
        epochs,
        s.batch(),
        workers,
        frequency,
        s.averaged(),
        s.optimizer(),
        s.seed(),
        s.checkpointEvery(),
        s.maxMinutes());
  }

  ModelFolder model(String name) throws IOException {
    return ModelFolder.at(folder.resolve(name).toString(), new Configuration());
  }

  static ModelCard card(String runId) {
    return NextClassCards.of(MODEL, List.of(), runId, SETTINGS.decisive());
  }

  Training<int[]> training(TrainingSettings settings, Examples<int[]> examples, ModelFolder to) {
    return training(settings, examples, to, new Seen(metric -> {}));
  }

  Training<int[]> training(
      TrainingSettings settings,
      Examples<int[]> examples,
      ModelFolder to,
      Training.Listener listener) {
    return new Training<>(
        spark, MODEL, settings, LOSS, examples, examples(40, 1), to, card("run"), listener);
  }
}
