package io.partita.model.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class MovingAverageTest {
  private static final NextClass MODEL = new NextClass(5, 1);

  @Test
  void aRoundCountsAsOftenAsItHasUpdates() {
    float[] beginning = MODEL.network(7, MODEL.optimizer()).params().toFloatVector();
    MovingAverage average = new MovingAverage(0.9, MODEL, beginning);

    average.take(Nd4j.zeros(beginning.length), 3);
    ComputationGraph averaged = average.network();
    for (int i = 0; i < beginning.length; i++) {
      assertThat(averaged.params().getDouble(i))
          .isCloseTo(0.9 * 0.9 * 0.9 * beginning[i], within(1e-6));
    }

    average.take(Nd4j.ones(beginning.length), 1);
    assertThat(averaged.params().getDouble(0))
        .isCloseTo(0.9 * 0.9 * 0.9 * 0.9 * beginning[0] + 0.1, within(1e-6));
  }
}
