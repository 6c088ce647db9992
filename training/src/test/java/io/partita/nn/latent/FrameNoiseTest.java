package io.partita.nn.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FrameNoiseTest {
  /** What was written yesterday is made again tomorrow. */
  @Test
  void staysWhatItIs() {
    assertThat(FrameNoise.at(1, 0, 0)).isEqualTo(-0.21430506f);
    assertThat(FrameNoise.at(1, 7, 100_000)).isEqualTo(-1.1839875f);
  }

  @Test
  void isNormal() {
    int count = 200_000;
    double sum = 0;
    double squares = 0;
    double fourths = 0;
    double neighbours = 0;
    float last = 0;
    for (int frame = 0; frame < count; frame++) {
      float noise = FrameNoise.at(3, frame % 5, frame / 5);
      sum += noise;
      squares += noise * noise;
      fourths += Math.pow(noise, 4);
      neighbours += noise * last;
      last = noise;
    }

    assertThat(sum / count).isCloseTo(0, within(0.01));
    assertThat(squares / count).isCloseTo(1, within(0.02));
    assertThat(fourths / count).isCloseTo(3, within(0.1));
    assertThat(neighbours / count).isCloseTo(0, within(0.01));
  }

  @Test
  void differsBySeedDimensionFrameAndRecording() {
    assertThat(FrameNoise.at(1, 2, 3))
        .isNotEqualTo(FrameNoise.at(2, 2, 3))
        .isNotEqualTo(FrameNoise.at(1, 3, 3))
        .isNotEqualTo(FrameNoise.at(1, 3, 2))
        .isNotEqualTo(FrameNoise.at(1, 2, 4));
    assertThat(FrameNoise.mix(1, "a.wav"))
        .isEqualTo(FrameNoise.mix(1, "a.wav"))
        .isNotEqualTo(FrameNoise.mix(1, "b.wav"))
        .isNotEqualTo(FrameNoise.mix(2, "a.wav"));
  }
}
