package io.partita.nn.optim;

import static io.partita.ThrownAssert.assertThatThrown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;

import io.partita.kind.note.NoteLstm;
import io.partita.nn.lstm.LstmVertex;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;

/** What an update is, held against DL4J's and against plain loops in double precision. */
class FloatAdamTest {
  private static final int SIZE = 5003;
  private static final NoteLstm MODEL =
      new NoteLstm(5, 3, 1, 6, 4, 0, NoteLstm.Mode.WINDOW, NoteLstm.Recurrent.OWN, 50);

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void updatesAsDl4jDoes(DataType type) {
    Schedule schedule = Schedule.decay(0.01, 0, 0.9);
    Optimizer optimizer = Optimizer.constant(0.01).with(schedule).withBetas(0.5, 0.9);
    INDArray ownState = Nd4j.create(type, 2 * SIZE);
    INDArray dl4jState = Nd4j.create(type, 2 * SIZE);
    GradientUpdater<?> own = new FloatAdam(optimizer).instantiate(ownState, true);
    Adam stock = new Adam(schedule);
    stock.setBeta1(0.5);
    stock.setBeta2(0.9);
    GradientUpdater<?> dl4j = stock.instantiate(dl4jState, true);
    SplittableRandom random = new SplittableRandom(4);
    for (int iteration = 0; iteration < 4; iteration++) {
      double[] values = random.doubles(SIZE, -1, 1).toArray();
      INDArray ofOwn = Nd4j.createFromArray(values).castTo(type);
      INDArray ofDl4j = ofOwn.dup();
      own.applyUpdater(ofOwn, iteration, 0);
      dl4j.applyUpdater(ofDl4j, iteration, 0);
      assertThat(largestDifference(ofOwn, ofDl4j)).isLessThan(1e-7);
      assertThat(largestDifference(ownState, dl4jState)).isLessThan(1e-6);
    }
  }

  private static double largestDifference(INDArray one, INDArray other) {
    return one.sub(other).amaxNumber().doubleValue();
  }

  /** Adam in plain loops; decay and clipping as the papers have them. */
  private static final class Plain {
    private final Optimizer optimizer;
    private final double[] m = new double[SIZE];
    private final double[] v = new double[SIZE];

    Plain(Optimizer optimizer) {
      this.optimizer = optimizer;
    }

    /** Changes the weights. */
    void update(double[] weights, double[] gradient, int iteration, int step) {
      double norm = Math.sqrt(IntStream.range(0, SIZE).mapToDouble(i -> square(gradient[i])).sum());
      double scale = norm > 10_000 ? 0 : Math.min(1, optimizer.maxGradientNorm() / norm);
      double rate = optimizer.rate(iteration);
      for (int i = 0; i < SIZE; i++) {
        double g = scale * gradient[i];
        m[i] = 0.9 * m[i] + 0.1 * g;
        v[i] = 0.999 * v[i] + 0.001 * g * g;
        // epsilon as TensorFlow and DL4J have it, beside the uncorrected root
        double corrected = rate * Math.sqrt(1 - Math.pow(0.999, step)) / (1 - Math.pow(0.9, step));
        weights[i] = weights[i] * (1 - rate * optimizer.weightDecay());
        weights[i] -= corrected * m[i] / (Math.sqrt(v[i]) + 1e-8);
      }
    }

    private static double square(double value) {
      return value * value;
    }
  }

  /** A network of one weight vector, as far as an updater knows. */
  private static final class Net {
    private final INDArray weights;
    private final INDArray state;
    private final FloatAdamUpdater updater;

    Net(Optimizer optimizer, double[] weights, DataType type) {
      this.weights = Nd4j.createFromArray(weights).castTo(type);
      this.state = Nd4j.create(type, 2 * SIZE);
      this.updater = new FloatAdam(optimizer).instantiate(state, true);
      updater.know(this.weights);
    }

    void update(double[] gradient, int iteration) {
      INDArray given = Nd4j.createFromArray(gradient).castTo(weights.dataType());
      updater.applyUpdater(given, iteration, 0);
      weights.subi(given);
    }
  }

  private static double[] random(int seed, double most) {
    return new SplittableRandom(seed).doubles(SIZE, -most, most).toArray();
  }

  private static Optimizer optimizer(double maxGradientNorm, double weightDecay) {
    Schedule schedule = new Schedule(Schedule.Shape.COSINE, 0.01, 1e-4, 1, 6, 3);
    return new Optimizer(schedule, maxGradientNorm, weightDecay, 1);
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void decaysClipsAndZeroesAsInDoublePrecision(DataType type) {
    for (Optimizer optimizer :
        List.of(optimizer(Double.POSITIVE_INFINITY, 0.3), optimizer(2, 0), optimizer(2, 0.1))) {
      double[] expected = random(1, 3);
      Net net = new Net(optimizer, expected, type);
      Plain plain = new Plain(optimizer);
      for (int iteration = 0; iteration < 6; iteration++) {
        double[] gradient = random(10 + iteration, iteration == 3 ? 1e6 : 1);
        net.update(gradient, iteration);
        plain.update(expected, gradient, iteration, iteration + 1);
        assertThat(largestDifference(net.weights.castTo(DataType.DOUBLE), Nd4j.create(expected)))
            .as("iteration %d of %s", iteration, optimizer)
            .isLessThan(1e-5);
      }
      assertThat(net.updater.gradientNorm()).as("norm before clipping").isBetween(35.0, 45.0);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void aGradientThatIsNoNumberChangesNothing(double value) {
    Net net = new Net(optimizer(1, 0.1), random(1, 1), DataType.FLOAT);
    net.update(random(2, 1), 0);
    float[] weights = net.weights.dup().toFloatVector();
    float[] state = net.state.dup().toFloatVector();
    double[] gradient = random(3, 1);
    gradient[SIZE / 2] = value;
    net.update(gradient, 1);
    assertThat(net.weights.toFloatVector()).as("weights").containsExactly(weights);
    assertThat(net.state.toFloatVector()).as("Adam's state").containsExactly(state);
    assertThat(net.updater.gradientNorm()).isNotFinite();
    net.update(random(4, 1), 2);
    assertThat(net.weights.toFloatVector()).isNotEqualTo(weights);
  }

  @Test
  void aNormThat32BitsDoNotHoldIsANumberAllTheSame() {
    Net net = new Net(optimizer(1, 0), random(1, 1), DataType.FLOAT);
    double[] gradient = new double[SIZE];
    gradient[7] = 3e25;
    gradient[8] = 4e25;
    net.update(gradient, 0);
    assertThat(net.updater.gradientNorm()).isCloseTo(5e25, within(1e19));
    assertThat(net.state.amaxNumber().doubleValue()).as("Adam's state, of zeros").isZero();
  }

  /** Norms are summed in blocks of 2048, and four sums side by side within them. */
  @Test
  void aNormCountsEachNumberOnce() {
    Net net = new Net(optimizer(1, 0), random(1, 1), DataType.FLOAT);
    double[] gradient = new double[SIZE];
    for (int place : new int[] {0, 1, 2, 3, 4, 2048 + SIZE % 2048, 5000, 5001, 5002}) {
      gradient[place] = 1;
    }
    net.update(gradient, 0);
    assertThat(net.updater.gradientNorm()).isEqualTo(3);
  }

  @Test
  void aNormAtTheLimitIsNoneAboveIt() {
    double[] gradient = new double[SIZE];
    gradient[7] = FloatAdamUpdater.MAX_NORM;
    Net net = new Net(optimizer(Double.POSITIVE_INFINITY, 0), random(1, 1), DataType.FLOAT);
    net.update(gradient, 0);
    assertThat(net.state.maxNumber().floatValue()).as("its square, decayed").isGreaterThan(9e4f);
    gradient[7] = Math.nextUp((float) FloatAdamUpdater.MAX_NORM);
    net = new Net(optimizer(Double.POSITIVE_INFINITY, 0), random(1, 1), DataType.FLOAT);
    net.update(gradient, 0);
    assertThat(net.state.amaxNumber().floatValue()).isZero();
  }

  @Test
  void batchesThatAreGatheredMakeOneUpdateOfTheirWeighedMean() {
    double[] first = random(5, 1);
    double[] second = random(6, 1);
    double[] mean = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      mean[i] = (3 * first[i] + 5 * second[i]) / 8;
    }
    Net one = new Net(optimizer(1, 0.1), random(1, 1), DataType.FLOAT);
    Net gathered = new Net(optimizer(1, 0.1), random(1, 1), DataType.FLOAT);
    for (int iteration = 0; iteration < 3; iteration++) {
      float[] before = gathered.weights.dup().toFloatVector();
      gathered.updater.next(3, false);
      gathered.update(first, iteration);
      assertThat(gathered.weights.toFloatVector()).as("not yet").containsExactly(before);
      gathered.updater.next(5, true);
      gathered.update(second, iteration);
      one.update(mean, iteration);
    }
    assertThat(largestDifference(gathered.weights, one.weights)).isLessThan(1e-6);
    assertThat(largestDifference(gathered.state, one.state)).isLessThan(1e-6);
    assertThat(gathered.updater.gradientNorm()).isCloseTo(one.updater.gradientNorm(), within(1e-4));
  }

  @Test
  void theBiasIsCorrectedFromWhereTheStateBegan() {
    Optimizer optimizer = optimizer(Double.POSITIVE_INFINITY, 0);
    double[] expected = random(1, 1);
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      double[] weights = expected.clone();
      Net net = new Net(optimizer, weights, type);
      net.updater.beginAt(4);
      Plain plain = new Plain(optimizer);
      for (int iteration = 4; iteration < 7; iteration++) {
        net.update(random(iteration, 1), iteration);
        plain.update(weights, random(iteration, 1), iteration, iteration - 3);
      }
      assertThat(largestDifference(net.weights.castTo(DataType.DOUBLE), Nd4j.create(weights)))
          .as("in %s", type)
          .isLessThan(1e-5);
    }
  }

  @Test
  void gatheringANetworksBatchesIsTheSameAsOneBatchOfThemAll() {
    List<int[]> windows =
        IntStream.range(0, 12).mapToObj(i -> new int[] {i % 5, i % 3, 1, i % 4}).toList();
    ComputationGraph whole = MODEL.network(1, Optimizer.constant(0.01));
    ComputationGraph parts = MODEL.network(1, Optimizer.constant(0.01));
    FloatAdamUpdater updater = FloatAdamUpdater.of(parts);
    for (int update = 0; update < 5; update++) {
      whole.fit(batch(windows));
      updater.next(8, false);
      parts.fit(batch(windows.subList(0, 8)));
      parts.getConfiguration().setIterationCount(update);
      updater.next(4, true);
      parts.fit(batch(windows.subList(8, 12)));
    }
    assertThat(largestDifference(whole.params(), parts.params())).isLessThan(1e-5);
    assertThat(parts.getConfiguration().getIterationCount()).isEqualTo(5);
    assertThat(largestDifference(whole.params(), MODEL.network(1, MODEL.optimizer()).params()))
        .as("what was learnt")
        .isGreaterThan(0.02);
  }

  private static MultiDataSet batch(List<int[]> windows) {
    return MODEL.arrays(windows, 1).get(0);
  }

  @Test
  void everyNetworkHasOneUpdaterOfAllItsParameters() {
    for (NoteLstm model :
        List.of(
            MODEL,
            new NoteLstm(5, 3, 2, 6, 4, 0.3, NoteLstm.Mode.WINDOW, NoteLstm.Recurrent.DL4J, 50),
            new NoteLstm(5, 3, 2, 6, 4, 0.3, NoteLstm.Mode.SEQUENCE, NoteLstm.Recurrent.OWN, 50))) {
      assertThatCode(() -> FloatAdamUpdater.of(model.network(1, model.optimizer())))
          .as("updater of %s", model)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void weightsDecayOnlyWhereTheUpdaterKnowsThem() {
    Optimizer decay = new Optimizer(Schedule.constant(0.01), 1, 0.1, 1);
    ComputationGraph network = MODEL.network(1, decay);
    assertThatThrown(
            IllegalStateException.class, () -> network.fit(batch(List.of(new int[] {0, 1, 2, 3}))))
        .names("decay");
  }

  @Test
  void staysItselfInConfigurations() {
    Schedule schedule = new Schedule(Schedule.Shape.STEP, 0.02, 1e-5, 0.5, 30, 4);
    Optimizer optimizer = new Optimizer(schedule, 3, 0.01, 2);
    FloatAdam adam = new FloatAdam(optimizer);
    assertThat(adam.clone()).isEqualTo(adam).isNotSameAs(adam);
    assertThat(adam)
        .isNotEqualTo(new FloatAdam(Optimizer.constant(0.02)))
        .isNotEqualTo(new FloatAdam(new Optimizer(schedule, 4, 0.01, 2)))
        .isNotEqualTo(new FloatAdam(new Optimizer(schedule, 3, 0.02, 2)))
        .isNotEqualTo(new FloatAdam(optimizer.withBetas(0.5, 0.999)));
    assertThat(new Adam(0.02)).isNotEqualTo(adam);
    assertThat(adam.getLearningRate(7, 0)).isCloseTo(0.02, within(0.0));
    ComputationGraphConfiguration network =
        NoteLstm.ofVocabulary(5).network(1, optimizer).getConfiguration();
    LstmVertex read =
        (LstmVertex)
            ComputationGraphConfiguration.fromJson(network.toJson()).getVertices().get("lstm1");
    assertThat(read.getUpdater()).isEqualTo(adam);
  }

  @Test
  void constantsAndDecaysNeedNoLength() {
    assertThat(Schedule.constant(0.1).hasLength()).isTrue();
    assertThat(Schedule.decay(0.1, 0, 0.9).hasLength()).isTrue();
    assertThat(Schedule.cosine(0.1).hasLength()).isFalse();
    assertThat(Schedule.cosine(0.1).over(1).hasLength()).isTrue();
    assertThat(Schedule.linear(0.1, 0).hasLength()).isFalse();
  }

  @Test
  void schedulesAreTheirFormulas() {
    Map<Schedule, double[]> rates =
        Map.of(
            Schedule.constant(0.1),
            new double[] {0.1, 0.1, 0.1, 0.1, 0.1},
            Schedule.decay(0.1, 0.02, 0.5),
            new double[] {0.1, 0.06, 0.04, 0.03, 0.025},
            new Schedule(Schedule.Shape.COSINE, 0.1, 0.02, 1, 3, 0),
            new double[] {0.1, 0.08, 0.04, 0.02, 0.02},
            Schedule.linear(0.1, 0.02).over(4),
            new double[] {0.1, 0.08, 0.06, 0.04, 0.02, 0.02},
            Schedule.cosine(0.1), // of a length that is not known yet
            new double[] {0.1, 0.1, 0.1, 0.1, 0.1},
            new Schedule(Schedule.Shape.STEP, 0.1, 0.02, 0.3, 2, 0),
            new double[] {0.1, 0.1, 0.03, 0.03, 0.02},
            new Schedule(Schedule.Shape.CONSTANT, 0.1, 0, 1, 0, 4),
            new double[] {0.025, 0.05, 0.075, 0.1, 0.1});
    rates.forEach(
        (schedule, expected) -> {
          for (int iteration = 0; iteration < expected.length; iteration++) {
            assertThat(schedule.valueAt(iteration, 0))
                .as("iteration %d of %s", iteration, schedule)
                .isCloseTo(expected[iteration], within(1e-12));
          }
        });
  }
}
