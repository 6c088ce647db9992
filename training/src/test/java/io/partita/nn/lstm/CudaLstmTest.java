package io.partita.nn.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import io.partita.InTurn;
import io.partita.model.BothArithmetics;
import io.partita.nn.device.Arithmetic;
import io.partita.nn.device.cuda.FakeDriver;
import io.partita.nn.lstm.LstmArithmeticTest.Golden;
import io.partita.nn.lstm.LstmArithmeticTest.Problem;
import io.partita.nn.lstm.LstmArithmeticTest.Solution;
import io.partita.nn.lstm.LstmVertex.Output;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** The LSTM on a GPU against the one in doubles; see {@link FakeDriver}. */
class CudaLstmTest {
  private static final int UPDATES = 50;

  @BeforeEach
  void takeAGpu() {
    FakeDriver.take();
  }

  @AfterEach
  void leaveIt() {
    FakeDriver.leave();
  }

  /** A network's one row of numbers with an LSTM's at its end. */
  private static INDArray row(LstmWeights like) {
    long length = like.input().length() + like.recurrent().length() + like.bias().length();
    return Nd4j.valueArrayOf(new long[] {1 + length}, Float.NaN, DataType.FLOAT);
  }

  private static INDArray params(INDArray row) {
    return row.get(interval(1, row.length()));
  }

  /** A problem's LSTM, the same object for several passes. */
  private static CudaLstm lstm(Problem problem) {
    INDArray row = row(problem.weights());
    LstmWeights weights = LstmArithmeticTest.views(row, problem.weights());
    weights.input().assign(problem.weights().input());
    weights.recurrent().assign(problem.weights().recurrent());
    weights.bias().assign(problem.weights().bias());
    return new CudaLstm(params(row), weights);
  }

  private static INDArray forward(CudaLstm lstm, Problem problem) {
    INDArray h = problem.lossWeights().like();
    lstm.forward(problem.input(), problem.h0(), problem.c0(), h);
    return h;
  }

  private static Solution solve(CudaLstm lstm, Problem problem) {
    INDArray h = forward(lstm, problem);
    INDArray gradients = row(problem.weights());
    INDArray of = problem.differentiable();
    INDArray dx = of == null ? null : of.like();
    LstmArithmetic.InitialGradients initial =
        lstm.backward(
            problem.lossWeights(),
            dx,
            problem.h0() != null,
            params(gradients),
            LayerWorkspaceMgr.noWorkspaces());
    assertThat(gradients.getDouble(0)).isNaN();
    return new Solution(h, LstmArithmeticTest.views(gradients, problem.weights()), dx, initial);
  }

  /** What the processor makes in doubles, of h as much as is handed on. */
  private static Solution exact(Problem problem) {
    Solution whole = LstmArithmeticTest.solve(ArrayLstm::new, problem);
    long rows = whole.h().size(0);
    INDArray handedOn = whole.h().get(interval(rows - problem.lossWeights().size(0), rows));
    return new Solution(handedOn, whole.gradients(), whole.dx(), whole.initial());
  }

  private static void assertSame(Solution actual, Solution expected) {
    LstmVertexTest.assertSame(actual.h(), expected.h());
    LstmVertexTest.assertSame(actual.gradients().input(), expected.gradients().input());
    LstmVertexTest.assertSame(actual.gradients().recurrent(), expected.gradients().recurrent());
    LstmVertexTest.assertSame(actual.gradients().bias(), expected.gradients().bias());
    if (expected.dx() != null) {
      LstmVertexTest.assertSame(actual.dx(), expected.dx());
    }
    if (expected.initial() != null) {
      LstmVertexTest.assertSame(actual.initial().hidden(), expected.initial().hidden());
      LstmVertexTest.assertSame(actual.initial().cell(), expected.initial().cell());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1, values, zeros, all",
    "1, 2, 4, 5, classes, zeros, last",
    "7, 5, 3, 17, values, given, all",
    "6, 3, 8, 9, values, zeros, last",
    "4, 2, 3, 2, values, given, last",
    "9, 4, 11, 6, classes, zeros, last",
    "5, 6, 11, 7, classes, given, all",
    "5, 6, 11, 7, conditioned, given, all",
    "4, 3, 2, 8, conditioned, zeros, last",
    "7, 5, 3, 8, values, restarted given, all",
    "6, 4, 5, 8, classes, restarted zeros, all",
    "4, 3, 3, 2, conditioned, restarted given, last"
  })
  void aGpuGivesWhatDoublesGiveAndTheSameBitsAgain(
      int steps, int batch, int in, int units, String x, String start, String loss) {
    Problem problem = LstmArithmeticTest.problem(2, steps, batch, in, units, x, start, loss);
    Problem floats = problem.as(DataType.FLOAT);
    CudaLstm lstm = lstm(problem);
    Solution found = solve(lstm, floats);
    LstmArithmeticTest.assertClose(found, exact(problem), start.endsWith("given"), 2e-5);
    // Nothing of a longer pass shows in the next one.
    solve(lstm, LstmArithmeticTest.problem(3, 10, 7, in, units, x, start, loss).as(DataType.FLOAT));
    assertSame(solve(lstm, floats), found);
  }

  @Test
  void aGpuGivesWhatPytorchGives() throws IOException {
    Golden golden = LstmArithmeticTest.golden();
    Problem problem = golden.problem().as(DataType.FLOAT);
    LstmArithmeticTest.assertClose(solve(lstm(problem), problem), golden.expected(), true, 2e-6);
  }

  @InTurn
  @ParameterizedTest
  @CsvSource({
    "3, 2, 2, 3, values, given, all",
    "3, 2, 4, 2, conditioned, given, last",
    "4, 3, 3, 2, values, restarted given, all"
  })
  void gradientsEqualFiniteDifferences(
      int steps, int batch, int in, int units, String x, String start, String loss) {
    Problem problem =
        LstmArithmeticTest.problem(1, steps, batch, in, units, x, start, loss).as(DataType.FLOAT);
    Solution solution = solve(lstm(problem), problem);
    checkDifferences(problem, problem.weights().input(), solution.gradients().input());
    checkDifferences(problem, problem.weights().recurrent(), solution.gradients().recurrent());
    checkDifferences(problem, problem.weights().bias(), solution.gradients().bias());
    checkDifferences(problem, problem.differentiable(), solution.dx());
    checkDifferences(problem, problem.h0(), solution.initial().hidden());
    checkDifferences(problem, problem.c0(), solution.initial().cell());
  }

  private static void checkDifferences(Problem problem, INDArray parameter, INDArray gradient) {
    double step = 1e-2;
    for (long k = 0; k < parameter.length(); k++) {
      double value = parameter.getDouble(k);
      parameter.putScalar(k, value + step);
      double above = loss(problem);
      parameter.putScalar(k, value - step);
      double below = loss(problem);
      parameter.putScalar(k, value);
      assertThat(gradient.getDouble(k)).isCloseTo((above - below) / (2 * step), within(5e-4));
    }
  }

  private static double loss(Problem problem) {
    INDArray h = forward(lstm(problem), problem).castTo(DataType.DOUBLE);
    return h.mul(problem.lossWeights().castTo(DataType.DOUBLE)).sumNumber().doubleValue();
  }

  private static FakeDriver with(String right, String wrong) {
    return FakeDriver.of(
        source -> {
          assertThat(source).contains(right);
          return source.replace(right, wrong);
        });
  }

  /** Each fault, planted, changes a gradient by far more than rounding does. */
  @InTurn
  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "ofCell[at] = kept ? down * f : 0;@ofCell[at] = 0;",
        "if (across && (!keep || keep[row + batch] != 0))@if (across)"
      })
  void aPlantedFaultIsFound(String right, String wrong) {
    with(right, wrong).open();
    try {
      Problem problem =
          LstmArithmeticTest.problem(1, 4, 3, 3, 4, "values", "restarted given", "all");
      Solution found = solve(lstm(problem), problem.as(DataType.FLOAT));
      INDArray apart = found.gradients().input().castTo(DataType.DOUBLE);
      apart.subi(exact(problem).gradients().input());
      assertThat(apart.amaxNumber().doubleValue()).isGreaterThan(1e-2);
    } finally {
      FakeDriver.take();
    }
  }

  private record Updates(INDArray initial, List<Double> losses, INDArray weights) {}

  private static Updates updates(Output top) {
    ComputationGraph network =
        LstmVertexTest.network(DataType.FLOAT, new Adam(0.01), top, global -> {});
    INDArray initial = network.params().dup();
    MultiDataSet batch = new LstmVertexTest().batch(DataType.FLOAT, top, 3, 4);
    List<Double> losses = new ArrayList<>();
    for (int update = 0; update < UPDATES; update++) {
      network.fit(batch);
      losses.add(network.score());
    }
    return new Updates(initial, losses, network.params().dup());
  }

  @InTurn
  @ParameterizedTest
  @EnumSource(Output.class)
  void aNetworkLearnsTheSameOnAGpu(Output top) {
    Updates expected = BothArithmetics.with(Arithmetic.NATIVE, () -> updates(top));
    Updates found = BothArithmetics.with(Arithmetic.CUDA, () -> updates(top));
    Updates again = BothArithmetics.with(Arithmetic.CUDA, () -> updates(top));
    LstmVertexTest.assertSame(found.initial(), expected.initial());
    for (int update = 0; update < UPDATES; update++) {
      double loss = expected.losses().get(update);
      assertThat(found.losses().get(update)).isCloseTo(loss, within(1e-3 * loss));
    }
    assertThat(found.losses()).as("not computed by the same").isNotEqualTo(expected.losses());
    assertThat(again.losses()).isEqualTo(found.losses());
    LstmVertexTest.assertSame(again.weights(), found.weights());
  }
}
