package io.partita.model.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class MovingAverageTest {
  private static final NextClass MODEL = new NextClass(5, 1);
  private static final float[] BEGINNING =
      MODEL.network(7, MODEL.optimizer()).params().toFloatVector();

  @Test
  void aRoundCountsAsOftenAsItHasUpdates() {
    MovingAverage average = new MovingAverage(0.9, MODEL, BEGINNING, 1000);
    average.take(Nd4j.zeros(BEGINNING.length), 3);
    ComputationGraph averaged = average.network();
    for (int i = 0; i < BEGINNING.length; i++) {
      assertThat(averaged.params().getDouble(i))
          .isCloseTo(0.9 * 0.9 * 0.9 * BEGINNING[i], within(1e-6));
    }

    average.take(Nd4j.ones(BEGINNING.length), 1);
    assertThat(averaged.params().getDouble(0))
        .isCloseTo(0.9 * 0.9 * 0.9 * 0.9 * BEGINNING[0] + 0.1, within(1e-6));
  }

  @Test
  void theBeginningIsForgotten() {
    MovingAverage average = new MovingAverage(0.999, MODEL, BEGINNING, 0);
    average.take(Nd4j.zeros(BEGINNING.length), 2);
    for (int i = 0; i < BEGINNING.length; i++) {
      assertThat(average.network().params().getDouble(i))
          .isCloseTo(BEGINNING[i] / 10 * 2 / 11, within(1e-6));
    }
  }

  @Test
  void oneThatIsResumedGoesOnWithItsUpdates() {
    MovingAverage whole = new MovingAverage(0.99, MODEL, BEGINNING, 0);
    whole.take(Nd4j.zeros(BEGINNING.length), 40);
    MovingAverage resumed =
        new MovingAverage(0.99, MODEL, whole.network().params().toFloatVector(), 40);
    whole.take(Nd4j.ones(BEGINNING.length), 60);
    resumed.take(Nd4j.ones(BEGINNING.length), 60);
    assertThat(resumed.network().params()).isEqualTo(whole.network().params());
  }
}
