package io.partita.model.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import io.partita.InTurn;
import io.partita.SplitMix64;
import io.partita.kind.note.NoteLstm;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.examples.Examples;
import io.partita.nn.optim.FloatAdamUpdater;
import io.partita.nn.optim.Optimizer;
import io.partita.nn.optim.Schedule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.storage.BlockId;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import scala.Option;
import scala.collection.JavaConverters;

/** What becomes of the workers' results, held against plain computations. */
@Tag("spark")
class AveragingTest extends TrainingFixture {
  private static final int SIZE = 50_000;

  /** Random weights of a worker, who made an update of so many predictions. */
  private static Trained trained(int worker, long predictions) {
    double[] values = new SplittableRandom(worker).doubles(3 * SIZE, -1, 1).toArray();
    INDArray all = Nd4j.createFromArray(values).castTo(DataType.FLOAT);
    return new Trained(
        worker,
        Averaged.ALL,
        all.get(interval(0, SIZE)).dup(),
        all.get(interval(SIZE, 3 * SIZE)).dup(),
        List.of(new Update(worker, 0, worker, predictions, 1, 0, true)));
  }

  private static long predictions(int worker) {
    return 1 + worker * 7L % 20;
  }

  @InTurn
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 20})
  void theTreesMeanIsThePlainWeighedMean(int workers) throws Exception {
    double[] expected = new double[SIZE];
    double all = IntStream.range(0, workers).mapToLong(AveragingTest::predictions).sum();
    for (int worker = 0; worker < workers; worker++) {
      float[] of = trained(worker, 1).parameters().toFloatVector();
      for (int i = 0; i < SIZE; i++) {
        expected[i] += of[i] * predictions(worker) / all;
      }
    }
    AtomicLong returned = new AtomicLong();
    SparkListener sizes = new ResultSizes(returned);
    spark.sc().addSparkListener(sizes);
    PairTree tree = tree(workers);
    Trained mean = tree.mean();
    spark.sc().listenerBus().waitUntilEmpty();
    spark.sc().removeSparkListener(sizes);

    assertThat(mean.parameters().toDoubleVector()).containsExactly(expected, within(1e-6));
    assertThat(mean.adam().length()).isEqualTo(2 * SIZE);
    assertThat(mean.updates())
        .as("updates, by worker")
        .extracting(Update::worker)
        .containsExactlyElementsOf(IntStream.range(0, workers).boxed().toList());
    assertThat(returned.get())
        .as("bytes that came back: of one result, whatever the number of workers")
        .isBetween(3L * SIZE * Float.BYTES, 4L * SIZE * Float.BYTES);
    assertThat(tree(workers).mean().parameters()).isEqualTo(mean.parameters());
  }

  private static PairTree tree(int workers) {
    List<Integer> numbers = IntStream.range(0, workers).boxed().toList();
    return new PairTree(
        spark.parallelize(numbers, workers).map(worker -> trained(worker, predictions(worker))));
  }

  private static final class ResultSizes extends SparkListener {
    private final AtomicLong sum;

    ResultSizes(AtomicLong sum) {
      this.sum = sum;
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      sum.addAndGet(end.taskMetrics().resultSize());
    }
  }

  @Test
  void equalWorkersAreAddedAndHalved() {
    INDArray one = trained(0, 1).parameters();
    INDArray other = trained(1, 1).parameters();
    assertThat(trained(0, 9).meanWith(trained(1, 9)).parameters().toFloatVector())
        .containsExactly(one.add(other).div(2).toFloatVector());
  }

  /** A worker of 1 update beside one of 20. */
  @Test
  void unequalLanesAreWeighedByWhatTheyPredicted() throws IOException {
    NoteLstm model =
        new NoteLstm(5, 1, 1, 6, 4, 0, NoteLstm.Mode.SEQUENCE, NoteLstm.Recurrent.OWN, 5);
    int[] brief = IntStream.range(0, 6).map(i -> i % 5).toArray();
    int[] lengthy = IntStream.range(0, 101).map(i -> i * i % 5).toArray();
    Optimizer optimizer = Optimizer.constant(0.01);
    TrainingSettings settings =
        new TrainingSettings(
            1, 1, 2, 1, Averaged.ALL, optimizer, 7, 1_000_000, Double.POSITIVE_INFINITY);
    ModelFolder to = model("m");
    ModelCard card =
        new Training<>(
                spark,
                model,
                settings,
                LOSS,
                Examples.of(spark.parallelize(List.of(brief, lengthy), 1), 2, Map.of()),
                examples(0, 1),
                to,
                card("run"),
                new Seen(metric -> {}))
            .run(false, false);

    double[] ofBrief = alone(model, optimizer, brief, 1);
    double[] ofLengthy = alone(model, optimizer, lengthy, 20);
    double[] weighed = new double[ofBrief.length];
    double[] alike = new double[ofBrief.length];
    for (int i = 0; i < weighed.length; i++) {
      weighed[i] = (5 * ofBrief[i] + 100 * ofLengthy[i]) / 105;
      alike[i] = (ofBrief[i] + ofLengthy[i]) / 2;
    }
    INDArray weights = to.weights(card.network(), model, true).network(model).params();
    assertThat(weights.toDoubleVector()).containsExactly(weighed, within(1e-6));
    assertThat(weights.sub(Nd4j.createFromArray(alike)).amaxNumber().doubleValue())
        .as("distance to what workers that count alike make")
        .isGreaterThan(0.01);
    assertThat(card.state().iteration()).isEqualTo(20);
  }

  private static double[] alone(NoteLstm model, Optimizer optimizer, int[] piece, int updates) {
    ComputationGraph network = model.network(7, optimizer);
    var parts = model.arrays(List.of(piece), 0);
    assertThat(parts).hasSize(updates);
    parts.forEach(network::fit);
    return network.params().toDoubleVector();
  }

  @InTurn
  @Test
  void whereParametersAloneAreAveragedAdamBeginsAnewInEachRound() throws IOException {
    Optimizer optimizer = new Optimizer(decaying(), 0.5, 0.01, 1);
    TrainingSettings settings = settings(1, 1, Averaged.PARAMETERS, optimizer);
    Examples<int[]> examples = examples(96, 2);
    EpochLayout layout = settings.layout(96);
    assertThat(layout.rounds()).isEqualTo(4);
    ComputationGraph plain = MODEL.network(settings.seed(), optimizer);
    FloatAdamUpdater updater = FloatAdamUpdater.of(plain);
    Epoch<int[]> epoch = new Epoch<>(examples, layout, SplitMix64.of(settings.seed(), 0));
    for (int round = 0; round < 4; round++) {
      plain.getUpdater().getStateViewArray().assign(0);
      updater.beginAt(plain.getConfiguration().getIterationCount());
      Iterator<MultiDataSet> batches = epoch.collectRound(round, MODEL, 0);
      while (batches.hasNext()) {
        MultiDataSet batch = batches.next();
        Nd4j.getRandom().setSeed(BatchPlace.of(batch).noiseSeed());
        plain.fit(batch);
      }
    }

    INDArray parameters = weights(settings, examples, "parameters");
    INDArray all = weights(settings(1, 1, Averaged.ALL, optimizer), examples, "all");

    assertThat(parameters.toFloatVector()).containsExactly(plain.params().toFloatVector());
    assertThat(all.toFloatVector()).isNotEqualTo(parameters.toFloatVector());
  }

  @InTurn
  @Test
  void differencesAreRoundedAndLeadToNearlyTheSame() throws IOException {
    Optimizer optimizer = new Optimizer(decaying(), 0.5, 0.01, 1);
    Examples<int[]> examples = examples(96, 2);
    INDArray all = weights(settings(3, 2, Averaged.ALL, optimizer), examples, "all");
    INDArray rounded = weights(settings(3, 2, Averaged.DIFFERENCES, optimizer), examples, "short");
    assertThat(rounded.toDoubleVector()).containsExactly(all.toDoubleVector(), within(2e-3));
    assertThat(rounded.toFloatVector()).isNotEqualTo(all.toFloatVector());
    ModelFolder to = model("short");
    INDArray adam =
        to.weights(to.card().network(), MODEL, true)
            .network(MODEL)
            .getUpdater()
            .getStateViewArray();
    long middle = adam.length() / 2;
    INDArray squares = adam.reshape(adam.length()).get(interval(middle, 2 * middle));
    assertThat(squares.minNumber().doubleValue()).isNotNegative();
    assertThat(Averaged.ALL.movedBytes(4_636_672, 2)).isEqualTo(222_560_256);
    assertThat(Averaged.DIFFERENCES.movedBytes(4_636_672, 2)).isEqualTo(166_920_192);
    assertThat(Averaged.PARAMETERS.movedBytes(4_636_672, 2)).isEqualTo(74_186_752);
  }

  private static Schedule decaying() {
    return new Schedule(Schedule.Shape.COSINE, 0.02, 0.001, 1, 30, 5);
  }

  private static TrainingSettings settings(
      int epochs, int workers, Averaged averaged, Optimizer optimizer) {
    return new TrainingSettings(
        epochs, 8, workers, 3, averaged, optimizer, 7, 3, Double.POSITIVE_INFINITY);
  }

  private INDArray weights(TrainingSettings settings, Examples<int[]> examples, String name)
      throws IOException {
    ModelFolder to = model(name);
    ModelCard card = training(settings, examples, to).run(false, false);
    return to.weights(card.network(), MODEL, true).network(MODEL).params();
  }

  @InTurn
  @ParameterizedTest
  @EnumSource
  void gatheredDecayedAndScheduledItIsTheSameResumedOrNot(Averaged averaged) throws IOException {
    Optimizer optimizer = new Optimizer(decaying(), 0.5, 0.01, 2);
    Examples<int[]> examples = examples(200, 2);
    INDArray whole = weights(settings(3, 2, averaged, optimizer), examples, "whole");
    ModelFolder to = model("resumed");
    List<Metric> seen = new ArrayList<>();
    for (int epochs = 1; epochs <= 3; epochs++) {
      training(settings(epochs, 2, averaged, optimizer), examples, to, new Seen(seen::add))
          .run(true, false);
    }

    assertThat(to.weights(to.card().network(), MODEL, true).network(MODEL).params().toFloatVector())
        .containsExactly(whole.toFloatVector());
    // 12 steps of each worker in 2 rounds of 6: 3 updates each.
    assertThat(seen).extracting(Metric::iteration).containsExactly(3L, 6L, 9L, 12L, 15L, 18L);
    assertThat(seen.get(5).learningRate()).isEqualTo(optimizer.rate(17));
    assertThat(seen.get(5).updates().get("gradient_norm")).isPositive();
    assertThat(seen.get(5).updates()).containsEntry("skipped", 0.0).containsEntry("zeroed", 0.0);
  }

  @Test
  void gatheringIsTheSameWithOneWorkerAndWithNone() throws IOException {
    Optimizer optimizer = new Optimizer(decaying(), 0.5, 0.01, 4);
    Examples<int[]> examples = examples(200, 3);
    // 25 steps in 3 rounds of 8, 8 and 9: 2, 2 and 3 updates.
    assertThat(settings(1, 1, Averaged.ALL, optimizer).layout(200).updates()).isEqualTo(7);
    INDArray averaged = weights(settings(2, 1, Averaged.ALL, optimizer), examples, "averaged");
    INDArray local = weights(settings(2, 0, Averaged.ALL, optimizer), examples, "local");
    assertThat(averaged.toFloatVector()).containsExactly(local.toFloatVector());
    assertThat(model("local").card().state().iteration()).isEqualTo(14);
  }

  @Test
  void whatARoundSendsToTheWorkersIsGoneAfterIt() throws InterruptedException {
    NoteLstm large =
        new NoteLstm(40, 3, 1, 128, 128, 0, NoteLstm.Mode.WINDOW, NoteLstm.Recurrent.OWN, 50);
    Optimizer optimizer = large.optimizer();
    TrainingSettings settings = settings(1, 2, Averaged.ALL, optimizer);
    List<int[]> windows =
        IntStream.range(0, 96).mapToObj(i -> new int[] {i % 40, 1, 2, i % 7}).toList();
    Examples<int[]> examples = Examples.of(spark.parallelize(windows, 2), 96, Map.of());
    Epoch<int[]> epoch = new Epoch<>(examples, settings.layout(96), 1);
    long bytes = 12 * large.parameters();
    long before = largeBroadcasts(bytes);
    try (AveragingTrainer<int[]> trainer =
        new AveragingTrainer<>(spark, large, large.network(1, optimizer), settings)) {
      for (int round = 0; round < epoch.rounds(); round++) {
        assertThat(trainer.train(epoch, round, 0, Integer.MAX_VALUE)).hasSize(6);
      }
    }
    for (int wait = 0; wait < 300 && largeBroadcasts(bytes) > before; wait++) {
      Thread.sleep(100); // Spark deletes in the background
    }
    assertThat(largeBroadcasts(bytes)).as("broadcasts as large as the network").isEqualTo(before);
  }

  /** Pieces of broadcasts of a quarter as many bytes or more: what is sent is compressed. */
  private static long largeBroadcasts(long bytes) {
    var blocks = SparkEnv.get().blockManager().getMatchingBlockIds(BlockId::isBroadcast);
    return JavaConverters.seqAsJavaList(blocks).stream()
        .map(block -> SparkEnv.get().blockManager().getStatus(block))
        .filter(Option::isDefined) // deleted meanwhile
        .map(Option::get)
        .filter(status -> status.memSize() + status.diskSize() > bytes / 4)
        .count();
  }
}
