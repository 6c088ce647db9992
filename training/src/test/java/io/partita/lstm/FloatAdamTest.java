package io.partita.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.model.note.NoteLstm;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class FloatAdamTest {
  private static final int SIZE = 5003;

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void updatesAsDl4jDoes(DataType type) {
    ExponentialSchedule schedule = new ExponentialSchedule(ScheduleType.ITERATION, 0.01, 0.9);
    INDArray ownState = Nd4j.create(type, 2 * SIZE);
    INDArray dl4jState = Nd4j.create(type, 2 * SIZE);
    GradientUpdater<?> own = new FloatAdam(schedule).instantiate(ownState, true);
    GradientUpdater<?> dl4j = new Adam(schedule).instantiate(dl4jState, true);
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

  @Test
  void staysItselfInConfigurations() {
    FloatAdam adam = new FloatAdam(0.02);
    assertThat(adam.clone()).isEqualTo(adam).isNotSameAs(adam);
    assertThat(adam).isNotEqualTo(new FloatAdam(0.03));
    assertThat(new Adam(0.02)).isNotEqualTo(adam);
    assertThat(adam.getLearningRate(7, 0)).isCloseTo(0.02, within(0.0));
    ComputationGraphConfiguration network =
        NoteLstm.ofVocabulary(5).network(1, 0.02).getConfiguration();
    LstmVertex read =
        (LstmVertex)
            ComputationGraphConfiguration.fromJson(network.toJson()).getVertices().get("lstm1");
    assertThat(read.getUpdater()).isEqualTo(adam);
  }
}
