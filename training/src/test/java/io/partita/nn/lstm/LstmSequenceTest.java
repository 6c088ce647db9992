package io.partita.nn.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LstmSequenceTest {
  private final Random random = new Random(3);

  private INDArray noise(int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian() * 0.4f;
    }
    return Nd4j.createFromArray(values).reshape(rows, columns);
  }

  private LstmWeights weights(int in, int units) {
    return new LstmWeights(
        noise(in, 4 * units), noise(units, 4 * units), noise(1, 4 * units).reshape(4L * units));
  }

  @Test
  void bothArithmeticsMakeTheSameStates() {
    LstmWeights weights = weights(3, 5);
    INDArray rows = noise(700, 3);

    float[] one = LstmSequence.native32(weights, rows);
    float[] other = LstmSequence.anywhere(weights, rows);

    assertThat(one).hasSize(700 * 5);
    for (int i = 0; i < one.length; i++) {
      assertThat(one[i]).isCloseTo(other[i], within(2e-6f));
    }
  }

  @Test
  void theUpperOneReadsTheLowerOne() {
    LstmWeights lower = weights(3, 5);
    LstmWeights upper = weights(5, 4);
    float[] values = noise(9, 3).data().asFloat();

    float[] below = new LstmSequence(List.of(lower)).hidden(values, 9);

    assertThat(new LstmSequence(List.of(lower, upper)).hidden(values, 9))
        .isEqualTo(new LstmSequence(List.of(upper)).hidden(below, 9))
        .hasSize(9 * 4);
  }
}
