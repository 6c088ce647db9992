package io.partita.nn.loss;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

class ClassLossTest {
  private static final ActivationSoftmax SOFTMAX = new ActivationSoftmax();

  private final INDArray logits =
      Nd4j.create(new double[][] {{0.5, -1, 2}, {1, 1, 1}, {-3, 0.25, 4}});
  private final INDArray labels = Nd4j.create(new double[][] {{1, 1}, {0, 1}, {2, 1}});
  private final INDArray oneHot = Nd4j.create(new double[][] {{0, 1, 0}, {1, 0, 0}, {0, 0, 1}});
  private final ClassLoss loss = new ClassLoss();

  @Test
  void equalsDl4jOnOneHotLabels() {
    LossMCXENT dl4j = new LossMCXENT();
    assertThat(loss.computeScore(labels, logits, SOFTMAX, null, true))
        .isCloseTo(dl4j.computeScore(oneHot, logits, SOFTMAX, null, true), within(1e-9));
    assertThat(loss.computeScoreArray(labels, logits, SOFTMAX, null).toDoubleVector())
        .containsExactly(
            dl4j.computeScoreArray(oneHot, logits, SOFTMAX, null).toDoubleVector(), within(1e-9));
    assertThat(loss.computeGradient(labels, logits, SOFTMAX, null).reshape(9).toDoubleVector())
        .containsExactly(
            dl4j.computeGradient(oneHot, logits, SOFTMAX, null).reshape(9).toDoubleVector(),
            within(1e-9));
  }

  @Test
  void rowsCountByTheirWeight() {
    double[] plain = loss.computeScoreArray(labels, logits, SOFTMAX, null).toDoubleVector();
    INDArray weighed = Nd4j.create(new double[][] {{1, 0}, {0, 2.5}, {2, 1}});
    assertThat(loss.computeScore(weighed, logits, SOFTMAX, null, false))
        .isCloseTo(2.5 * plain[1] + plain[2], within(1e-12));
    INDArray gradient = loss.computeGradient(weighed, logits, SOFTMAX, null);
    assertThat(gradient.getRow(0).toDoubleVector()).containsExactly(0, 0, 0);
    assertThat(gradient.getRow(1).toDoubleVector())
        .containsExactly(new double[] {-5.0 / 3, 2.5 / 3, 2.5 / 3}, within(1e-12));
  }

  @Test
  void improbableClassesHaveTheirExactLoss() {
    INDArray far = Nd4j.create(new double[][] {{0, 900, 0}});
    assertThat(loss.computeScore(Nd4j.create(new double[][] {{2, 1}}), far, SOFTMAX, null, false))
        .isEqualTo(900);
  }

  @Test
  void masksAreRefused() {
    assertThatIllegal(() -> loss.computeGradient(labels, logits, SOFTMAX, Nd4j.ones(3, 1)))
        .names("mask");
  }
}
