package io.partita.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.partita.UserException;
import io.partita.training.ModelCard.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

class TrainingTest {
  private static final NextClass MODEL = new NextClass(5, 1);
  private static final TrainingSettings SETTINGS =
      new TrainingSettings(3, 8, 2, 3, 0.01, 7, 1_000_000, Double.POSITIVE_INFINITY);

  private static JavaSparkContext spark;

  @TempDir Path folder;

  /** Tells each metric to a test. */
  private record Seen(Consumer<Metric> test) implements Training.Listener {
    @Override
    public void trained(Metric metric, int epochs, double secondsLeft) {
      test.accept(metric);
    }

    @Override
    public void replaces(String why) {}

    @Override
    public void saved(ModelCard card, List<Metric> metrics) {
      assertThat(metrics)
          .as("metrics of %s", card.state())
          .allMatch(metric -> metric.iteration() <= card.state().iteration());
    }
  }

  /** Keeps what is said of models that give way. */
  private record Told(List<String> why) implements Training.Listener {
    @Override
    public void trained(Metric metric, int epochs, double secondsLeft) {}

    @Override
    public void replaces(String sentence) {
      why.add(sentence);
    }

    @Override
    public void saved(ModelCard card, List<Metric> metrics) {}
  }

  @BeforeAll
  static void startSpark() {
    spark =
        new JavaSparkContext(
            new SparkConf()
                .setMaster("local[2]")
                .setAppName("training")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1"));
  }

  @AfterAll
  static void stopSpark() {
    spark.close();
  }

  /** Class k is followed by k + 1 mod 5, but for one example in ten. */
  private static Examples examples(int count, int partitions) {
    List<int[]> examples =
        IntStream.range(0, count)
            .mapToObj(i -> new int[] {i % 5, (i + (i % 10 == 0 ? 3 : 1)) % 5})
            .toList();
    return Examples.of(spark.parallelize(examples, partitions), count, Map.of());
  }

  private static TrainingSettings with(TrainingSettings s, int epochs, int workers, int frequency) {
    return new TrainingSettings(
        epochs,
        s.batch(),
        workers,
        frequency,
        s.learningRate(),
        s.seed(),
        s.checkpointEvery(),
        s.maxMinutes());
  }

  private ModelFolder model(String name) throws IOException {
    return ModelFolder.at(folder.resolve(name).toString(), new Configuration());
  }

  private static ModelCard card(String runId) {
    return new ModelCard(
        ModelCard.FORMAT,
        MODEL.kind(),
        JsonNodeFactory.instance.objectNode().put("classes", 5),
        List.of(),
        List.of(),
        new ModelCard.Provenance(
            "train-test",
            "0",
            runId,
            "lake",
            "numbers",
            "r1",
            "train",
            "validation",
            0,
            0,
            Map.of(),
            SETTINGS.decisive(),
            Map.of(),
            "cpu",
            "local",
            "2026-01-01T00:00:00Z"),
        null,
        null);
  }

  private Training training(TrainingSettings settings, Examples examples, ModelFolder to) {
    return training(settings, examples, to, new Seen(metric -> {}));
  }

  private Training training(
      TrainingSettings settings, Examples examples, ModelFolder to, Training.Listener listener) {
    return new Training(
        spark, MODEL, settings, examples, examples(40, 1), to, card("run"), listener);
  }

  private INDArray weights(TrainingSettings settings, Examples examples, String name)
      throws IOException {
    ModelFolder to = model(name);
    ModelCard card = training(settings, examples, to).run(false, false);
    return to.weights(card, MODEL, true).network(MODEL).params();
  }

  @Test
  void learnsWhatFollows() throws IOException {
    List<Metric> seen = new ArrayList<>();
    ModelFolder to = model("m");
    ModelCard card =
        training(with(SETTINGS, 40, 2, 3), examples(200, 3), to, new Seen(seen::add))
            .run(false, false);
    assertThat(card.state().outcome()).isEqualTo(State.DONE);
    assertThat(seen.get(seen.size() - 1).validationLossNats()).isLessThan(0.6);
    assertThat(seen.get(seen.size() - 1).iteration()).isEqualTo(40 * 12);
    assertThat(seen.get(seen.size() - 1).examples()).isEqualTo(40 * 192);
    assertThat(to.metrics()).isEqualTo(seen);
  }

  @Test
  void oneWorkerAveragedIsTheSameAsNoAveraging() throws IOException {
    INDArray averaged = weights(with(SETTINGS, 3, 1, 4), examples(200, 3), "averaged");
    INDArray local = weights(with(SETTINGS, 3, 0, 4), examples(200, 3), "local");
    assertThat(averaged.toFloatVector()).containsExactly(local.toFloatVector());
  }

  @Test
  void sameSeedSameBitsWhateverThePartitionsOfTheInput() throws IOException {
    INDArray first = weights(with(SETTINGS, 2, 3, 2), examples(200, 1), "first");
    INDArray second = weights(with(SETTINGS, 2, 3, 2), examples(200, 7), "second");
    assertThat(first.toFloatVector()).containsExactly(second.toFloatVector());
  }

  @Test
  void resumedInMidEpochReachesTheSameBits() throws IOException {
    TrainingSettings often = new TrainingSettings(3, 8, 2, 3, 0.01, 7, 3, Double.POSITIVE_INFINITY);
    Examples examples = examples(200, 2);
    INDArray undisturbed = weights(often, examples, "undisturbed");

    ModelFolder to = model("killed");
    Training killed =
        training(
            often,
            examples,
            to,
            new Seen(
                metric -> {
                  if (metric.iteration() == 18) {
                    throw new IllegalStateException("killed");
                  }
                }));
    assertThatThrownBy(() -> killed.run(false, false)).hasMessage("killed");
    assertThat(to.card().state().iteration()).isEqualTo(15);
    ModelCard resumed = training(often, examples, to).run(true, false);
    assertThat(to.weights(resumed, MODEL, true).network(MODEL).params().toFloatVector())
        .containsExactly(undisturbed.toFloatVector());
    assertThat(to.metrics())
        .extracting(Metric::iteration)
        .containsExactlyElementsOf(
            model("undisturbed").metrics().stream().map(Metric::iteration).toList());
  }

  @Test
  void moreEpochsGoOnFromTheLast() throws IOException {
    INDArray whole = weights(with(SETTINGS, 4, 2, 3), examples(200, 2), "whole");
    ModelFolder to = model("longer");
    training(with(SETTINGS, 2, 2, 3), examples(200, 2), to).run(false, false);
    ModelCard card = training(with(SETTINGS, 4, 2, 3), examples(200, 2), to).run(true, false);
    assertThat(to.weights(card, MODEL, true).network(MODEL).params().toFloatVector())
        .containsExactly(whole.toFloatVector());
  }

  @Test
  void stopsWhenTimeIsUpAndCanGoOn() throws IOException {
    TrainingSettings short_ = new TrainingSettings(3, 8, 2, 3, 0.01, 7, 1_000_000, 0);
    ModelFolder to = model("short");
    ModelCard card = training(short_, examples(200, 2), to).run(false, false);
    assertThat(card.state().outcome()).isEqualTo("stopped by --max-minutes 0.0");
    ModelCard done = training(SETTINGS, examples(200, 2), to).run(true, false);
    assertThat(done.state().outcome()).isEqualTo(State.DONE);
  }

  @Test
  void aLostLossKeepsTheLastGoodCheckpoint() throws IOException {
    TrainingSettings wild =
        new TrainingSettings(5, 8, 2, 3, 1e6, 7, 1_000_000, Double.POSITIVE_INFINITY);
    ModelFolder to = model("wild");
    ModelCard card = training(wild, examples(200, 2), to).run(false, false);
    assertThat(card.state().outcome()).startsWith("diverged in epoch 1 after iteration");
    assertThat(to.weights(to.card(), MODEL, true).network(MODEL).params().toFloatVector())
        .containsExactly(MODEL.network(7, 1e6).params().toFloatVector());
  }

  @Test
  void tooFewExamplesAreCountedWithTheirReasons() throws IOException {
    Examples few =
        new Examples(
            examples(12, 1).byNumber(), 12, Map.of("files without notes", 3L, "short ones", 2L));
    assertThatThrownBy(() -> training(SETTINGS, few, model("few")).run(false, false))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "There are 12 examples to train on, and one batch of 8 for each of 2 workers needs 16.")
        .hasMessageContaining("3 files without notes")
        .hasMessageContaining("2 short ones");
    assertThat(folder.resolve("few")).doesNotExist();
  }

  @Test
  void anotherRunsModelIsLeftAlone() throws IOException {
    ModelFolder to = model("m");
    training(with(SETTINGS, 1, 2, 3), examples(40, 1), to).run(false, false);
    assertThatThrownBy(() -> training(SETTINGS, examples(40, 1), to).run(false, false))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "There is a model in "
                + to.name()
                + " already: go on with --resume, put another in its place with --replace, or give"
                + " another --model.");
    Training other =
        new Training(
            spark,
            MODEL,
            SETTINGS,
            examples(40, 1),
            examples(0, 1),
            to,
            card("other"),
            new Seen(metric -> {}));
    assertThatThrownBy(() -> other.run(true, false))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("comes from another run");
  }

  @Test
  void aModelGivesWayWhereItMay() throws IOException {
    ModelFolder to = model("m");
    Examples examples = examples(40, 1);
    TrainingSettings short_ = with(SETTINGS, 1, 0, 3);
    training(short_, examples, to).run(false, false);
    to.write(ModelFolder.EVALUATION, new byte[] {'{', '}'});
    to.write("curves.png", new byte[1]);
    List<String> told = new ArrayList<>();
    Told listener = new Told(told);
    ModelCard other =
        new Training(spark, MODEL, short_, examples, examples, to, card("other"), listener)
            .run(true, true);
    assertThat(told)
        .containsExactly(
            "The model in "
                + to.name()
                + " comes from another run: . Resume with the same data and options, put another in"
                + " its place with --replace, or give another --model.");
    assertThat(to.card().provenance().runId()).isEqualTo("other");
    assertThat(to.metrics()).extracting(Metric::iteration).containsExactly(2L, 5L);
    assertThat(to.beside()).containsOnlyKeys("metrics.jsonl");
    assertThat(folder.resolve("m").toFile().list()).hasSize(3);
    ModelCard again =
        new Training(spark, MODEL, short_, examples, examples, to, card("other"), listener)
            .run(true, true);
    assertThat(told).hasSize(1);
    assertThat(again.network()).isEqualTo(other.network());

    Files.write(folder.resolve("m").resolve(again.network().name()), new byte[1]);
    ModelCard anew =
        new Training(spark, MODEL, short_, examples, examples, to, card("other"), listener)
            .run(true, true);
    assertThat(told).hasSize(2);
    assertThat(told.get(1)).contains("is damaged: network-5-");
    assertThat(anew.network().parametersSha256()).isEqualTo(other.network().parametersSha256());
    ModelCard alone = training(with(SETTINGS, 1, 0, 5), examples, to, listener).run(false, true);
    assertThat(alone.provenance().runId()).isEqualTo("run");
    assertThat(to.metrics()).extracting(Metric::iteration).containsExactly(5L);
  }

  @Test
  void whatAnotherModelLeftIsNotTakenForTheNewOnes() throws IOException {
    ModelFolder to = model("m");
    TrainingSettings none = new TrainingSettings(1, 8, 0, 3, 0.01, 7, 1_000_000, 0);
    training(none, examples(40, 1), to).run(false, false);
    to.write(ModelFolder.EVALUATION, new byte[] {'{', '}'}); // as if killed before it was deleted

    training(with(SETTINGS, 1, 0, 3), examples(40, 1), to).run(true, true);

    assertThat(to.read(ModelFolder.EVALUATION)).isEmpty();
    assertThat(to.metrics()).hasSize(2);
  }

  @Test
  void theOldModelIsLiveUntilTheNewOneIs() throws IOException {
    ModelFolder to = model("m");
    training(with(SETTINGS, 1, 0, 3), examples(40, 1), to).run(false, false);
    Examples few = examples(5, 1);
    assertThatThrownBy(() -> training(SETTINGS, few, to).run(false, true))
        .isInstanceOf(UserException.class);
    assertThat(to.card().state().iteration()).isEqualTo(5);
    assertThat(to.metrics()).isNotEmpty();
    to.verify(to.card());
  }

  @Test
  void aDamagedArchiveIsRefused() throws IOException {
    ModelFolder to = model("m");
    ModelCard card = training(with(SETTINGS, 1, 0, 3), examples(40, 1), to).run(false, false);
    Path network = folder.resolve("m").resolve(card.network().name());
    byte[] bytes = Files.readAllBytes(network);
    bytes[bytes.length / 2] ^= 1;
    Files.write(network, bytes);
    assertThatThrownBy(() -> to.weights(to.card(), MODEL, false))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("is damaged: network-5-");
    Path json = folder.resolve("m/model.json");
    Files.writeString(
        json,
        Files.readString(json).replace("\"dataset\" : \"numbers\"", "\"dataset\" : \"other\""));
    assertThatThrownBy(to::card)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("model.json does not have the hash that it says");
    Files.writeString(json, "{\"card\": {\"format\": 2}}");
    assertThatThrownBy(to::card)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("has format 2, and this Partita reads 1");
    Files.writeString(json, "{");
    assertThatThrownBy(to::card)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("model.json is not JSON");
    assertThatThrownBy(() -> model("none").card())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("There is no model in");
  }

  @Test
  void partsOfABatchAreUpdatesOfTheirOwn() throws IOException {
    ModelFolder to = model("parts");
    ModelCard card =
        new Training(
                spark,
                new NextClass(5, 3),
                with(SETTINGS, 1, 2, 2),
                examples(80, 2),
                examples(0, 1),
                to,
                card("run"),
                new Seen(metric -> {}))
            .run(false, false);
    assertThat(card.state().iteration()).isEqualTo(5 * 3);
    String file = to.file(card.network().name()).toUri().getPath();
    assertThat(ModelSerializer.restoreComputationGraph(file).getConfiguration().getIterationCount())
        .isEqualTo(15);
    assertThat(card.state().metric().validationLossNats()).isNull();
  }
}
