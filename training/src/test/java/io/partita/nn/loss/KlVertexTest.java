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

  private final GraphVertex vertex =
      new KlVertex(FREE_NATS, BETA, 0)
          .instantiate(network(), "divergence", 2, null, false, DataType.DOUBLE);

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
  void theGradientIsThatOfDifferencesAndNothingWhereNothingIsCharged() {
    forward(MU, SIGMA);
    vertex.setEpsilon(Nd4j.createFromArray(new double[][] {{3}, {2}}));

    INDArray[] gradients = vertex.doBackward(false, LayerWorkspaceMgr.noWorkspaces()).getSecond();

    double[][][] inputs = {MU, SIGMA};
    for (int input = 0; input < 2; input++) {
      assertThat(gradients[input].getRow(0).toDoubleVector()).containsOnly(0);
      for (int k = 0; k < 2; k++) {
        double step = 1e-6;
        double value = inputs[input][1][k];
        inputs[input][1][k] = value + step;
        double more = forward(MU, SIGMA).getDouble(1);
        inputs[input][1][k] = value - step;
        double less = forward(MU, SIGMA).getDouble(1);
        inputs[input][1][k] = value;
        assertThat(gradients[input].getDouble(1, k))
            .isCloseTo(2 * (more - less) / (2 * step), within(1e-8));
      }
    }
  }
}
