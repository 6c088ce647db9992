package io.partita.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeasureTest {
  private static final Measure NATS = Measure.nats("loss");
  private static final Measure SHARE = Measure.share("accuracy");

  @Test
  void fewerNatsAreBetterAndMoreOfAShareIs() {
    assertThat(NATS.isBetter(1, 2)).isTrue();
    assertThat(NATS.isBetter(2, 2)).isFalse();
    assertThat(SHARE.isBetter(0.2, 0.1)).isTrue();
    assertThat(SHARE.isBetter(0.1, 0.1)).isFalse();
  }

  @Test
  void whatIsNoNatsOrNoShareIsOutOfRange() {
    assertThat(NATS.isInRange(0)).isTrue();
    assertThat(NATS.isInRange(1e9)).isTrue();
    assertThat(NATS.isInRange(-1)).isFalse();
    assertThat(NATS.isInRange(Double.POSITIVE_INFINITY)).isFalse();
    assertThat(NATS.isInRange(Double.NaN)).isFalse();
    assertThat(NATS.range()).isEqualTo("a number of nats");
    assertThat(SHARE.isInRange(1)).isTrue();
    assertThat(SHARE.isInRange(1.01)).isFalse();
    assertThat(SHARE.range()).isEqualTo("a share, 0 to 1");
  }
}
