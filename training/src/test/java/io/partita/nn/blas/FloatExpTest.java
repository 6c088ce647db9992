package io.partita.nn.blas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FloatExpTest {
  @Test
  void itIsAsCloseAsItSays() {
    double error = 0;
    double near = 0;
    double far = 0;
    for (float x = 0; x > -80; x -= 1e-4f) {
      double exact = Math.exp(x);
      double found = FloatExp.ofNegative(x);
      error = Math.max(error, Math.abs(found - exact));
      double share = Math.abs(found / exact - 1);
      near = Math.max(near, x >= -8 ? share : 0);
      far = Math.max(far, share);
    }
    assertThat(error).isBetween(1e-8, 2e-7);
    assertThat(near).isBetween(1e-8, 6e-7);
    assertThat(far).isBetween(1e-8, 5e-6);
  }

  @Test
  void whatIsFarBelowIsAlmostNothingAndNaNStays() {
    assertThat(FloatExp.ofNegative(0)).isEqualTo(1);
    assertThat(FloatExp.ofNegative(-0f)).isEqualTo(1);
    for (float x : new float[] {-81, -1e4f, -1e30f, -Float.MAX_VALUE, Float.NEGATIVE_INFINITY}) {
      assertThat(FloatExp.ofNegative(x)).isBetween(1e-35f, 2e-35f);
    }
    assertThat(FloatExp.ofNegative(Float.NaN)).isNaN();
  }
}
