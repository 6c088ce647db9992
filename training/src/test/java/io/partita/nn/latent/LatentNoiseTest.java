package io.partita.nn.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatentNoiseTest {
  @Test
  void aVectorDependsOnItsNumberAndTheSeedAlone() {
    float[][] few = LatentNoise.draw(2, 8, 5);
    float[][] many = LatentNoise.draw(9, 8, 5);
    assertThat(many[0]).isEqualTo(few[0]);
    assertThat(many[1]).isEqualTo(few[1]);
    assertThat(many[2]).isNotEqualTo(many[1]);
    assertThat(LatentNoise.draw(1, 8, 6)[0]).isNotEqualTo(few[0]);
  }

  @Test
  void itIsStandardNormal() {
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (float[] vector : LatentNoise.draw(100, 256, 1)) {
      for (float x : vector) {
        sum += x;
        squares += (double) x * x;
        count++;
      }
    }
    assertThat(sum / count).isCloseTo(0, within(0.02));
    assertThat(squares / count).isCloseTo(1, within(0.03));
  }
}
