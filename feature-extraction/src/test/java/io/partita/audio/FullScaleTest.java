package io.partita.audio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FullScaleTest {
  @Test
  void whatIsTooLoudGetsQuieterAsAWhole() {
    float[] samples = {0.5f, -2f, 1f, 0f};

    FullScale.fit(samples);

    assertThat(samples).containsExactly(0.25f, -1f, 0.5f, 0f);
  }

  @Test
  void theRestStaysAsItIs() {
    float[] samples = {0.5f, -1f, 0.1f};

    FullScale.fit(samples);

    assertThat(samples).containsExactly(0.5f, -1f, 0.1f);
  }

  @Test
  void sixteenBitsAreTheNearestOrClipped() {
    assertThat(FullScale.int16(0.5f)).isEqualTo((short) 16384);
    assertThat(FullScale.int16(1.5f / 32768)).isEqualTo((short) 2);
    assertThat(FullScale.int16(2.5f / 32768)).isEqualTo((short) 2);
    assertThat(FullScale.int16(FullScale.LARGEST)).isEqualTo(Short.MAX_VALUE);
    assertThat(FullScale.int16(3)).isEqualTo(Short.MAX_VALUE);
    assertThat(FullScale.int16(-1)).isEqualTo(Short.MIN_VALUE);
    assertThat(FullScale.int16(-3)).isEqualTo(Short.MIN_VALUE);
  }

  @Test
  void samplesOfAllChannelsBeyondFullScaleAreCounted() {
    float[] left = {FullScale.LARGEST, -1, 1, 0};
    float[] right = {-1.001f, 0.5f, 7, 0};
    assertThat(FullScale.beyond(left)).isEqualTo(1);
    assertThat(FullScale.beyond(left, right)).isEqualTo(3);
    assertThat(FullScale.beyond()).isZero();
  }
}
