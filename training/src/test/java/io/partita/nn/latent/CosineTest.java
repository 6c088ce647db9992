package io.partita.nn.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CosineTest {
  @Test
  void itIsThatOfTheAngle() {
    assertThat(Cosine.of(new float[] {1, 0}, new float[] {3, 0})).isEqualTo(1);
    assertThat(Cosine.of(new float[] {1, 0}, new float[] {0, 2})).isEqualTo(0);
    assertThat(Cosine.of(new float[] {1, 1}, new float[] {-2, -2})).isCloseTo(-1, within(1e-15));
    assertThat(Cosine.of(new float[] {1, 0}, new float[] {1, 1}))
        .isCloseTo(Math.sqrt(0.5), within(1e-15));
  }

  @Test
  void whatHasNoDirectionIsLikeNothing() {
    assertThat(Cosine.of(new float[] {0, 0}, new float[] {1, 0})).isEqualTo(0);
    assertThat(Cosine.of(new float[] {1, 0}, new float[] {0, 0})).isEqualTo(0);
  }
}
