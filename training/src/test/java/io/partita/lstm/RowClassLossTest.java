package io.partita.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class RowClassLossTest {
  private static final int ROWS = 7;
  private static final int CLASSES = 40;

  private final SplittableRandom random = new SplittableRandom(1);
  private final INDArray logits =
      Nd4j.create(random.doubles(ROWS * CLASSES, -8, 8).toArray(), new long[] {ROWS, CLASSES}, 'c')
          .castTo(DataType.FLOAT);

  /** Class, weight, and where asked for twice the weight; row 3 is not there. */
  private INDArray labels(int columns) {
    float[] values = new float[ROWS * columns];
    for (int row = 0; row < ROWS; row++) {
      values[row * columns] = row * 5;
      for (int column = 1; column < columns; column++) {
        values[row * columns + column] = row == 3 ? 0 : column * (1 + row);
      }
    }
    return Nd4j.create(values, new long[] {ROWS, columns}, 'c');
  }

  @Test
  void isTheClassLossWithAWeightOfItsOwnForGradients() {
    ClassLoss plain = new ClassLoss();
    RowClassLoss byRow = new RowClassLoss();
    ActivationSoftmax softmax = new ActivationSoftmax();
    assertThat(byRow.computeScore(labels(3), logits, softmax, null, true))
        .isCloseTo(plain.computeScore(labels(2), logits, softmax, null, true), within(1e-9));
    INDArray expected = plain.computeGradient(labels(2), logits, softmax, null).mul(2);
    INDArray gradient = byRow.computeGradient(labels(3), logits, softmax, null);
    assertThat(gradient.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-5);
    assertThat(gradient.getRow(3).amaxNumber().doubleValue()).isZero();
  }

  @Test
  void refusesMasks() {
    assertThatThrownBy(
            () ->
                new RowClassLoss()
                    .computeScore(
                        labels(3), logits, new ActivationSoftmax(), Nd4j.ones(ROWS), true))
        .hasMessage("Weights stand in the labels: no mask beside them.");
  }
}
