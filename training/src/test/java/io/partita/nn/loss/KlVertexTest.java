package io.partita.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class KlVertexTest {
  private static final double FREE_NATS = 1;
  private static final double BETA = 0.5;

  /** The first example's divergence is less than what is free, the second's more. */
  private static final double[][] MU = {{0.1, -0.2}, {1.5, -0.7}};

  private static final double[][] SIGMA = {{0.9, 1.2}, {0.4, 2}};

  private GraphVertex vertex = at(new KlCharge(FREE_NATS, BETA, 0));

  private static GraphVertex at(KlCharge charge) {
    return at(charge, 0);
  }

  private static GraphVertex at(KlCharge charge, int iteration) {
    ComputationGraph network = network();
    network.getConfiguration().setIterationCount(iteration);
    return new KlVertex(charge).instantiate(network, "divergence", 2, null, false, DataType.DOUBLE);
  }

  private static ComputationGraph network() {
    return new ComputationGraph(
        new NeuralNetConfiguration.Builder()
            .graphBuilder()
            .addInputs("in")
            .addLayer("out", new OutputLayer.Builder().nIn(1).nOut(2).build(), "in")
            .setOutputs("out")
            .build());
  }

  private INDArray forward(double[][] mu, double[][] sigma) {
    vertex.setInputVertices(new VertexIndices[2]);
    vertex.setInput(0, Nd4j.createFromArray(mu), LayerWorkspaceMgr.noWorkspaces());
    vertex.setInput(1, Nd4j.createFromArray(sigma), LayerWorkspaceMgr.noWorkspaces());
    return vertex.doForward(true, LayerWorkspaceMgr.noWorkspaces());
  }

  @Test
  void onlyWhatIsAboveTheFreeNatsCosts() {
    INDArray terms = forward(MU, SIGMA);

    // ½ Σ (μ² + σ² − 1) − Σ ln σ, Kingma and Welling 2014, appendix B.
    double above = 0.5 * (2.25 + 0.16 - 1 + 0.49 + 4 - 1) - Math.log(0.4) - Math.log(2);
    assertThat(terms.getDouble(0)).isZero();
    assertThat(terms.getDouble(1)).isCloseTo(BETA * (above - FREE_NATS), within(1e-12));
  }

  @Test
  void betaGrowsWithTheIteration() {
    assertThat(new KlCharge(0, 0.2, 0).beta(0)).isEqualTo(0.2);
    assertThat(new KlCharge(0, 0.5, 0.99999).beta(0)).isZero();
    assertThat(new KlCharge(0, 0.5, 0.99999).beta(100_000)).isCloseTo(0.316, within(1e-3));
  }

  @Test
  void betaRisesByTheSameAmountInEachIteration() {
    KlCharge charge = new KlCharge(30, 0.8, 0, 0, 0, 200, 0.001, 0, false);

    assertThat(charge.beta(0)).isZero();
    assertThat(charge.beta(50)).isCloseTo(0.2, within(1e-12));
    assertThat(charge.beta(200)).isEqualTo(0.8);
    assertThat(nats(charge, 40, 100)).isCloseTo(0.4 * 10 + 0.04, within(1e-12));
    assertThat(nats(charge, 20, 1000)).as("within the free nats").isCloseTo(0.02, within(1e-12));
  }

  @Test
  void freeNatsCostTheirShareOfTheWholeAndTheGradientIsThatOfDifferences() {
    vertex = at(new KlCharge(FREE_NATS, BETA, 0, 0, 0, 20, 0.3, 0, false), 5);
    forward(MU, SIGMA);
    vertex.setEpsilon(Nd4j.createFromArray(new double[][] {{3}, {2}}));

    INDArray[] gradients = vertex.doBackward(false, LayerWorkspaceMgr.noWorkspaces()).getSecond();

    assertGradients(gradients, 0, 3);
    assertGradients(gradients, 1, 2);
  }

  @Test
  void theCostTurnsIntoTheDivergence() {
    KlCharge charge = new KlCharge(30, 0.2, 0, 100, 300);

    assertThat(nats(charge, 40, 100)).isEqualTo(0.2 * 10);
    assertThat(nats(charge, 40, 150)).isCloseTo(0.75 * 2 + 0.25 * 40, within(1e-12));
    assertThat(nats(charge, 40, 300)).isEqualTo(40);
    assertThat(nats(charge, 20, 150)).isEqualTo(0.25 * 20);
    assertThat(new KlCharge(30, 0.2, 0).turned(1_000_000)).isZero();
  }

  /** The cost of an example of that divergence. */
  private static double nats(KlCharge charge, double kl, long iteration) {
    return charge.nats(new double[][] {{kl}}, iteration)[0];
  }

  @Test
  void eachNumberHasItsPartOfTheFreeNatsOfItsMean() {
    KlCharge charge = new KlCharge(2, 0.5, 0, 0, 0, 0, 0, 0, true);
    double[][] kl = {{0.5, 3}, {0.7, 1}};

    // Means .6 and 2 of which 1 each is free: what is beyond costs all examples alike.
    assertThat(charge.nats(kl, 7)).containsExactly(0.5, 0.5);
    assertThat(charge.slopes(kl, 7)).isDeepEqualTo(new double[][] {{0, 0.5}, {0, 0.5}});
  }

  @Test
  void byNumberTheGradientIsThatOfDifferencesOfTheWholeBatch() {
    vertex = at(new KlCharge(FREE_NATS, BETA, 0, 0, 0, 0, 0.3, 0, true));
    forward(MU, SIGMA);
    vertex.setEpsilon(Nd4j.createFromArray(new double[][] {{2}, {2}}));

    INDArray[] gradients = vertex.doBackward(false, LayerWorkspaceMgr.noWorkspaces()).getSecond();

    double[][][] inputs = {MU, SIGMA};
    for (int input = 0; input < 2; input++) {
      for (int k = 0; k < 4; k++) {
        double value = inputs[input][k / 2][k % 2];
        inputs[input][k / 2][k % 2] = value + 1e-6;
        double more = 2 * forward(MU, SIGMA).sumNumber().doubleValue();
        inputs[input][k / 2][k % 2] = value - 1e-6;
        double less = 2 * forward(MU, SIGMA).sumNumber().doubleValue();
        inputs[input][k / 2][k % 2] = value;
        assertThat(gradients[input].getDouble(k / 2, k % 2))
            .isCloseTo((more - less) / 2e-6, within(1e-7));
      }
    }
  }

  @Test
  void halfTurnedTheGradientIsThatOfDifferencesAlsoWithinTheFreeNats() {
    vertex = at(new KlCharge(FREE_NATS, BETA, 0, 10, 20), 15);
    forward(MU, SIGMA);
    vertex.setEpsilon(Nd4j.createFromArray(new double[][] {{3}, {2}}));

    INDArray[] gradients = vertex.doBackward(false, LayerWorkspaceMgr.noWorkspaces()).getSecond();

    assertGradients(gradients, 0, 3);
    assertGradients(gradients, 1, 2);
  }

  @Test
  void theGradientIsThatOfDifferencesAndNothingWhereNothingIsCharged() {
    forward(MU, SIGMA);
    vertex.setEpsilon(Nd4j.createFromArray(new double[][] {{3}, {2}}));

    INDArray[] gradients = vertex.doBackward(false, LayerWorkspaceMgr.noWorkspaces()).getSecond();

    assertThat(gradients[0].getRow(0).toDoubleVector()).containsOnly(0);
    assertThat(gradients[1].getRow(0).toDoubleVector()).containsOnly(0);
    assertGradients(gradients, 1, 2);
  }

  private void assertGradients(INDArray[] gradients, int example, double above) {
    double[][][] inputs = {MU, SIGMA};
    for (int input = 0; input < 2; input++) {
      for (int k = 0; k < 2; k++) {
        double step = 1e-6;
        double value = inputs[input][example][k];
        inputs[input][example][k] = value + step;
        double more = forward(MU, SIGMA).getDouble(example);
        inputs[input][example][k] = value - step;
        double less = forward(MU, SIGMA).getDouble(example);
        inputs[input][example][k] = value;
        assertThat(gradients[input].getDouble(example, k))
            .isCloseTo(above * (more - less) / (2 * step), within(1e-8));
      }
    }
  }
}
