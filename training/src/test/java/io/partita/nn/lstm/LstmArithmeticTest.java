package io.partita.nn.lstm;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.InTurn;
import io.partita.nn.blas.FloatTanh;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LstmArithmeticTest {
  private static final LayerWorkspaceMgr NO_WORKSPACES = LayerWorkspaceMgr.noWorkspaces();

  /** Everything that goes in; the loss is the sum of h, weighed. */
  record Problem(
      LstmWeights weights, LstmInput input, INDArray h0, INDArray c0, INDArray lossWeights) {
    /** x or what joins it, if either gets a gradient. */
    INDArray differentiable() {
      return input.condition() == null ? input.values() : input.condition();
    }

    Problem as(DataType type) {
      return new Problem(
          new LstmWeights(
              weights.input().castTo(type),
              weights.recurrent().castTo(type),
              weights.bias().castTo(type)),
          new LstmInput(
              input.steps(),
              input.batch(),
              input.values() == null ? null : input.values().castTo(type),
              input.classes(),
              input.condition() == null ? null : input.condition().castTo(type),
              input.restarts()),
          h0 == null ? null : h0.castTo(type),
          c0 == null ? null : c0.castTo(type),
          lossWeights.castTo(type));
    }
  }

  /** Everything that comes out. */
  record Solution(
      INDArray h, LstmWeights gradients, INDArray dx, LstmArithmetic.InitialGradients initial) {}

  interface Maker {
    LstmArithmetic of(LstmWeights weights, LstmInput input, LayerWorkspaceMgr workspaces);
  }

  static Solution solve(Maker maker, Problem problem) {
    LstmWeights weights = problem.weights();
    LstmArithmetic arithmetic = maker.of(weights, problem.input(), NO_WORKSPACES);
    LstmStates states = arithmetic.forward(problem.h0(), problem.c0());
    INDArray h = states.hiddenRows().dup();
    // Views of one row, as in a network: a wrong offset would show.
    INDArray row =
        Nd4j.valueArrayOf(
            new long[] {
              1 + weights.input().length() + weights.recurrent().length() + weights.bias().length()
            },
            Double.NaN,
            weights.bias().dataType());
    LstmWeights gradients = views(row, weights);
    INDArray of = problem.differentiable();
    INDArray dx = of == null ? null : of.like();
    LstmArithmetic.InitialGradients initial =
        arithmetic.backward(states, problem.lossWeights(), gradients, dx);
    assertThat(row.getDouble(0)).isNaN();
    return new Solution(h, gradients, dx, initial);
  }

  static LstmWeights views(INDArray row, LstmWeights like) {
    long w = 1 + like.input().length();
    long r = w + like.recurrent().length();
    return new LstmWeights(
        row.get(interval(1, w)).reshape('c', like.input().shape()),
        row.get(interval(w, r)).reshape('c', like.recurrent().shape()),
        row.get(interval(r, row.length())));
  }

  static Problem problem(
      int seed, int steps, int batch, int in, int units, String x, String start, String loss) {
    SplittableRandom random = new SplittableRandom(seed);
    int rows = steps * batch;
    boolean values = x.equals("values");
    int condition = x.equals("conditioned") ? 3 : 0;
    // With a condition some steps have no class.
    int[] classes = values ? null : random.ints(rows, 0, in + (condition > 0 ? 1 : 0)).toArray();
    return new Problem(
        new LstmWeights(
            normal(random, in + condition, 4 * units),
            normal(random, units, 4 * units),
            normal(random, 1, 4 * units).reshape(4L * units)),
        new LstmInput(
            steps,
            batch,
            values ? normal(random, rows, in) : null,
            classes,
            condition == 0 ? null : normal(random, batch, condition),
            start.startsWith("restarted") ? restarts(steps, batch) : null),
        start.endsWith("given") ? normal(random, batch, units) : null,
        start.endsWith("given") ? normal(random, batch, units) : null,
        normal(random, loss.equals("last") ? batch : rows, units));
  }

  /** Every third state after those of step 0, and all of the last step. */
  private static boolean[] restarts(int steps, int batch) {
    boolean[] restarts = new boolean[steps * batch];
    for (int row = batch; row < restarts.length; row++) {
      restarts[row] = row % 3 == 0 || row >= (steps - 1) * batch;
    }
    return restarts;
  }

  private static INDArray normal(SplittableRandom random, int rows, int columns) {
    double[] values = new double[rows * columns];
    for (int k = 0; k < values.length; k++) {
      values[k] = 0.6 * random.nextGaussian();
    }
    return Nd4j.create(values, new long[] {rows, columns}, 'c');
  }

  @InTurn
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1, values, zeros, all",
    "3, 2, 2, 3, values, given, all",
    "4, 2, 3, 2, values, given, last",
    "3, 2, 4, 2, classes, zeros, last",
    "3, 3, 4, 2, classes, given, all",
    "3, 2, 4, 2, conditioned, given, all",
    "4, 3, 1, 2, conditioned, zeros, last",
    "5, 3, 2, 3, values, restarted given, all",
    "4, 2, 4, 2, classes, restarted zeros, all",
    "4, 3, 3, 2, conditioned, restarted given, last"
  })
  void gradientsEqualFiniteDifferences(
      int steps, int batch, int in, int units, String x, String start, String loss) {
    Problem problem = problem(1, steps, batch, in, units, x, start, loss);
    Solution solution = solve(ArrayLstm::new, problem);
    checkDifferences(problem, problem.weights().input(), solution.gradients().input());
    checkDifferences(problem, problem.weights().recurrent(), solution.gradients().recurrent());
    checkDifferences(problem, problem.weights().bias(), solution.gradients().bias());
    if (problem.differentiable() != null) {
      checkDifferences(problem, problem.differentiable(), solution.dx());
    }
    if (start.endsWith("given")) {
      checkDifferences(problem, problem.h0(), solution.initial().hidden());
      checkDifferences(problem, problem.c0(), solution.initial().cell());
    }
  }

  private static void checkDifferences(Problem problem, INDArray parameter, INDArray gradient) {
    double step = 1e-5;
    for (long k = 0; k < parameter.length(); k++) {
      double value = parameter.getDouble(k);
      parameter.putScalar(k, value + step);
      double above = loss(problem);
      parameter.putScalar(k, value - step);
      double below = loss(problem);
      parameter.putScalar(k, value);
      assertThat(gradient.getDouble(k)).isCloseTo((above - below) / (2 * step), within(1e-8));
    }
  }

  private static double loss(Problem problem) {
    LstmStates states =
        new ArrayLstm(problem.weights(), problem.input(), NO_WORKSPACES)
            .forward(problem.h0(), problem.c0());
    boolean last = problem.lossWeights().size(0) == problem.input().batch();
    INDArray h = last ? states.lastHidden() : states.hiddenRows();
    return h.mul(problem.lossWeights()).sumNumber().doubleValue();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1, values, zeros, all",
    "1, 2, 4, 5, classes, zeros, last",
    "7, 5, 3, 17, values, given, all",
    "6, 3, 33, 40, values, zeros, last",
    "9, 4, 50, 20, classes, zeros, last",
    "5, 6, 11, 19, classes, given, all",
    "5, 6, 11, 19, conditioned, given, all",
    "1, 3, 2, 16, conditioned, zeros, last",
    "7, 5, 3, 17, values, restarted given, all",
    "6, 4, 5, 20, classes, restarted zeros, all"
  })
  void floatsGiveWhatDoublesGive(
      int steps, int batch, int in, int units, String x, String start, String loss) {
    Problem problem = problem(2, steps, batch, in, units, x, start, loss);
    Solution doubles = solve(ArrayLstm::new, problem);
    Solution floats = solve(FloatLstm::new, problem.as(DataType.FLOAT));
    assertClose(floats, doubles, start.endsWith("given"), 2e-5);
  }

  /** What PyTorch was given, and what it gave. */
  record Golden(Problem problem, Solution expected) {}

  static Golden golden() throws IOException {
    JsonNode golden;
    try (InputStream json = LstmArithmeticTest.class.getResourceAsStream("lstm_golden.json")) {
      golden = new ObjectMapper().readTree(json);
    }
    INDArray bias = rows(golden, "b");
    return new Golden(
        new Problem(
            new LstmWeights(rows(golden, "W"), rows(golden, "R"), bias.reshape(bias.length())),
            new LstmInput(5, 2, rows(golden, "x"), null, null, null),
            rows(golden, "h0"),
            rows(golden, "c0"),
            rows(golden, "lossWeights")),
        new Solution(
            rows(golden, "h"),
            new LstmWeights(
                rows(golden, "dW"), rows(golden, "dR"), rows(golden, "db").reshape(bias.length())),
            rows(golden, "dx"),
            new LstmArithmetic.InitialGradients(rows(golden, "dh0"), rows(golden, "dc0"))));
  }

  @Test
  void bothGiveWhatPytorchGives() throws IOException {
    Golden golden = golden();
    Problem problem = golden.problem();
    assertClose(solve(ArrayLstm::new, problem), golden.expected(), true, 1e-12);
    Solution floats = solve(FloatLstm::new, problem.as(DataType.FLOAT));
    assertClose(floats, golden.expected(), true, 2e-6);
  }

  private static INDArray rows(JsonNode golden, String name) {
    List<double[]> rows = new ArrayList<>();
    for (JsonNode row : golden.get(name)) {
      double[] values = new double[row.size()];
      for (int k = 0; k < values.length; k++) {
        values[k] = row.get(k).doubleValue();
      }
      rows.add(values);
    }
    return Nd4j.create(rows.toArray(double[][]::new));
  }

  static void assertClose(Solution actual, Solution expected, boolean started, double tolerance) {
    assertClose(actual.h(), expected.h(), tolerance);
    assertClose(actual.gradients().input(), expected.gradients().input(), tolerance);
    assertClose(actual.gradients().recurrent(), expected.gradients().recurrent(), tolerance);
    assertClose(actual.gradients().bias(), expected.gradients().bias(), tolerance);
    if (started) {
      assertClose(actual.initial().hidden(), expected.initial().hidden(), tolerance);
      assertClose(actual.initial().cell(), expected.initial().cell(), tolerance);
    }
    if (expected.dx() != null) {
      assertClose(actual.dx(), expected.dx(), tolerance);
    }
  }

  private static void assertClose(INDArray actual, INDArray expected, double tolerance) {
    assertThat(actual.castTo(DataType.DOUBLE).sub(expected).amaxNumber().doubleValue())
        .isLessThan(tolerance);
  }

  @Test
  void tanhIsExactToFourInTenMillion() {
    for (int k = -120_000; k <= 120_000; k++) {
      float x = k / 10_000f;
      assertThat((double) FloatTanh.of(x)).isCloseTo(Math.tanh(x), within(4e-7));
    }
    assertThat(FloatTanh.of(Float.POSITIVE_INFINITY)).isCloseTo(1, within(4e-7f));
    assertThat(FloatTanh.of(Float.NaN)).isNaN();
  }

  @Test
  void refusesInputsThatDoNotFit() {
    assertThatIllegal(() -> LstmInput.values(Nd4j.zeros(DataType.FLOAT, 2, 3, 4), 5, NO_WORKSPACES))
        .names("[batch, 5, steps]", "[2, 3, 4]");
    assertThatIllegal(() -> LstmInput.classes(Nd4j.zeros(DataType.FLOAT, 2, 3, 4), 5, null))
        .names("[batch, steps]", "[2, 3, 4]");
    assertThatIllegal(() -> LstmInput.classes(Nd4j.create(new float[][] {{0, 1}, {4, 5}}), 5, null))
        .names(5, 1, 1, 0, 5);
  }
}
