package io.partita.files;

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
}
