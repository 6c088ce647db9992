package io.partita.kind.slicegpt;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.InTurn;
import io.partita.drum.DrumClass;
import io.partita.drum.DrumMap;
import io.partita.form.DrumAugmentation;
import io.partita.model.BothArithmetics;
import io.partita.model.ClassDraw;
import io.partita.model.ExampleScores;
import io.partita.nn.loss.LogSoftmax;
import io.partita.nn.optim.FloatAdamUpdater;
import io.partita.nn.optim.Optimizer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

class SliceGptTest {
  private static final int STEPS = 32;

  @TempDir private Path folder;

  static SliceGpt model(double dropout) {
    return new SliceGpt(STEPS, 24, 2, 3, dropout, DrumMap.GM.label(), "drums");
  }

  /** Slices of random hits. */
  static List<int[]> slices(int count) {
    SplittableRandom random = new SplittableRandom(6);
    List<int[]> slices = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      slices.add(random.ints(STEPS, 0, DrumClass.MASKS).toArray());
    }
    return slices;
  }

  private static void fit(
      SliceGpt model, ComputationGraph network, List<int[]> slices, int updates) {
    FloatAdamUpdater.of(network); // which then knows the weights that decay
    for (int update = 0; update < updates; update++) {
      network.fit(model.arrays(slices, update).get(0));
    }
  }

  /** As many as PyTorch's network of the same shape has. */
  @Test
  void theUsualNetworkHasTheParametersOfItsShape() {
    SliceGpt usual = new SliceGpt(32, 96, 3, 4, 0.15, DrumMap.GM.label(), "drums");
    assertThat(usual.parameters()).isEqualTo(441_461);
    assertThat(usual.network(1, usual.optimizer()).params().length()).isEqualTo(441_461);
  }

  @Test
  void aStepMovesTheLogitsOfLaterStepsOnly() {
    SliceGpt model = model(0.15);
    ComputationGraph network = model.network(3, model.optimizer());
    int[] slice = slices(1).get(0);
    int[] changed = slice.clone();
    changed[10] ^= 1;
    INDArray before = SliceGptScore.logits(model, network, List.of(slice));
    INDArray after = SliceGptScore.logits(model, network, List.of(changed));
    for (int step = 0; step < STEPS; step++) {
      float[] one = before.getRow(step).toFloatVector();
      float[] other = after.getRow(step).toFloatVector();
      if (step <= 10) {
        assertThat(other).as("logits of step %d", step).isEqualTo(one);
      } else {
        assertThat(other).as("logits of step %d", step).isNotEqualTo(one);
      }
    }
  }

  @InTurn
  @Test
  void learnsEightSlicesByHeart() {
    SliceGpt model = model(0);
    List<int[]> slices = slices(8);
    ComputationGraph network = model.network(1, Optimizer.constant(3e-3));
    double before = nats(model, network, slices);
    assertThat(before / STEPS).isCloseTo(Math.log(DrumClass.MASKS), within(0.5));
    fit(model, network, slices, 150);
    // The first step follows from nothing.
    assertThat(nats(model, network, slices)).isBetween(Math.log(8) - 0.1, Math.log(8) + 3);
    ExampleScores scores = SliceGptScore.withHistory(model, network, slices);
    assertThat(scores.sum().mean(SliceGptScore.ACCURACY)).isGreaterThan(0.95);
    assertThat(scores.sum().mean(SliceGptScore.HISTORY)).isGreaterThan(50);
  }

  private static double nats(SliceGpt model, ComputationGraph network, List<int[]> slices) {
    return model.figures(model.score(network, slices)).get(SliceGptScore.NATS);
  }

  @Test
  void theLossOfABatchIsTheMeanOverSlices() {
    SliceGpt model = model(0);
    List<int[]> slices = slices(5);
    ComputationGraph network = model.network(3, Optimizer.constant(1e-12));
    MultiDataSet part = model.arrays(slices, 1).get(0);
    assertThat(model.predictions(part)).isEqualTo(5);
    network.fit(part);
    assertThat(network.score()).isCloseTo(nats(model, network, slices), within(1e-3));
  }

  @Test
  void equalSeedsGiveEqualWeightsWithDropout() {
    SliceGpt model = model(0.2);
    ComputationGraph one = model.network(5, model.optimizer());
    ComputationGraph other = model.network(5, model.optimizer());
    ComputationGraph third = model.network(6, model.optimizer());
    for (ComputationGraph network : List.of(one, other, third)) {
      fit(model, network, slices(6), 3);
    }
    assertThat(one.params().toFloatVector()).isEqualTo(other.params().toFloatVector());
    assertThat(one.params().distance2(third.params())).isGreaterThan(0.1);
  }

  @Test
  void aStepAtATimeGivesWhatSlicesGive() {
    SliceGpt model = model(0.2);
    ComputationGraph network = model.network(3, model.optimizer());
    fit(model, network, slices(4), 3);
    List<int[]> slices = slices(3);
    double[][] sums = SliceGptScore.of(model, network, slices).sums();
    SliceGptSteps steps = new SliceGptSteps(model, network, 3);
    int[] before = new int[3];
    Arrays.fill(before, 512);
    double[] nats = new double[3];
    for (int step = 0; step < STEPS; step++) {
      double[][] logits = steps.read(before);
      for (int k = 0; k < 3; k++) {
        before[k] = slices.get(k)[step];
        nats[k] += LogSoftmax.logSum(logits[k], 0, logits[k].length) - logits[k][before[k]];
      }
    }
    for (int k = 0; k < 3; k++) {
      assertThat(nats[k]).isCloseTo(sums[k][0], within(1e-5 * sums[k][0]));
    }
  }

  @Test
  void aLoopHangsOnTheSeedAndItsNumberAlone() {
    SliceGpt model = model(0);
    ComputationGraph network = model.network(3, model.optimizer());
    SliceGptSampler sampler = new SliceGptSampler(model, network);
    List<int[]> three = sampler.drawn(3, ClassDraw.PLAIN, 7);
    List<int[]> many = sampler.drawn(70, ClassDraw.PLAIN, 7);
    for (int k = 0; k < 3; k++) {
      assertThat(many.get(k)).isEqualTo(three.get(k));
    }
    assertThat(three.get(0)).hasSize(STEPS).isNotEqualTo(three.get(1));
    assertThat(sampler.drawn(1, ClassDraw.PLAIN, 8).get(0)).isNotEqualTo(three.get(0));
    List<int[]> likeliest = sampler.drawn(2, ClassDraw.LIKELIEST, 7);
    assertThat(likeliest.get(0)).isEqualTo(likeliest.get(1));
  }

  @Test
  void whatIsHeardIsReadAndWhatIsPlayedIsPredicted() {
    SliceGpt model = model(0);
    int[] played = slices(1).get(0);
    int[] both = Arrays.copyOf(played, 2 * STEPS);
    int[] heard = new int[STEPS];
    System.arraycopy(heard, 0, both, STEPS, STEPS);
    MultiDataSet part = model.arrays(List.of(both), 1).get(0);
    assertThat(DrumAugmentation.heard(both, STEPS)).isEqualTo(heard);
    float[] read = part.getFeatures(0).toFloatMatrix()[0];
    assertThat(read[0]).isEqualTo(512);
    assertThat(Arrays.copyOfRange(read, 1, STEPS)).containsOnly(0);
    assertThat(part.getLabels(0).getColumn(0).toIntVector()).isEqualTo(played);
  }

  @Test
  void anArchiveGivesTheSameNetwork() throws IOException {
    SliceGpt model = model(0.2);
    ComputationGraph network = model.network(3, model.optimizer());
    fit(model, network, slices(4), 2);
    File file = folder.resolve("network.zip").toFile();
    ModelSerializer.writeModel(network, file, true);
    ComputationGraph read = ModelSerializer.restoreComputationGraph(file, true);
    assertThat(model.score(read, slices(3))).isEqualTo(model.score(network, slices(3)));
  }

  @Test
  void refusesWhatIsNoNetworkAndNoSlice() {
    assertThatIllegal(() -> new SliceGpt(48, 24, 2, 3, 0, "gm", "drums")).names("steps", 48);
    assertThatIllegal(() -> new SliceGpt(32, 24, 2, 5, 0, "gm", "drums")).names("heads", 5);
    assertThatIllegal(() -> new SliceGpt(32, 24, 2, 3, 1, "gm", "drums")).names("dropout", 1.0);
    assertThatIllegal(() -> new SliceGpt(32, 24, 2, 3, 0, "tr808", "drums"))
        .names("drumMap", "tr808");
    assertThatIllegal(() -> model(0).arrays(List.of(new int[31]), 1)).names(31, 32);
    int[] unknown = new int[STEPS];
    unknown[4] = 512;
    assertThatIllegal(() -> model(0).arrays(List.of(unknown), 1)).names(4, 512, 511);
  }

  @InTurn
  @Test
  void bothArithmeticsLearnTheSame() {
    List<int[]> slices = slices(12);
    List<List<int[]>> batches =
        IntStream.range(0, 3).mapToObj(k -> slices.subList(4 * k, 4 * k + 4)).toList();
    BothArithmetics.assertEqual(model(0.2), batches, slices, 5e-3);
  }

  @InTurn
  @Test
  void aGpuLearnsTheSame() {
    List<int[]> slices = slices(4);
    SliceGpt small = new SliceGpt(STEPS, 8, 2, 2, 0.2, DrumMap.GM.label(), "drums");
    BothArithmetics.assertEqualOnGpu(small, List.of(slices.subList(0, 2), slices.subList(2, 4)));
  }
}
