package io.partita.model;

import static io.partita.TextAssert.assertThatText;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ModelFigureTest {
  private static final ModelFigure NATS = ModelFigure.nats("loss");
  private static final ModelFigure SHARE = ModelFigure.share("accuracy");
  private static final ModelFigure DENSITY = ModelFigure.density("elbo");

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
    assertThatText(NATS.range()).names("nats");
    assertThat(SHARE.isInRange(1)).isTrue();
    assertThat(SHARE.isInRange(1.01)).isFalse();
    assertThatText(SHARE.range()).names("share", 0, 1);
  }

  @Test
  void natsOfADensityMayBeBelowZeroAndFewerAreBetter() {
    assertThat(DENSITY.isLowerBetter()).isTrue();
    assertThat(DENSITY.isBetter(-0.7, -0.6)).isTrue();
    assertThat(DENSITY.isBetter(-0.6, -0.6)).isFalse();
    assertThat(DENSITY.isInRange(-0.7)).isTrue();
    assertThat(DENSITY.isInRange(Double.NEGATIVE_INFINITY)).isFalse();
    assertThat(DENSITY.isInRange(Double.NaN)).isFalse();
    assertThatText(DENSITY.range()).names("nats", 0);
  }

  @Test
  void aFigureIsWorseByAShareOfItselfAndADensitysByAShareOfANat() {
    assertThat(NATS.worseBy(0.02, 2)).isEqualTo(2.04);
    assertThat(SHARE.worseBy(0.02, 0.5)).isEqualTo(0.49);
    assertThat(DENSITY.worseBy(0.02, -0.7)).isCloseTo(-0.68, within(1e-12));
    assertThat(DENSITY.worseBy(0.02, 0)).as("where a share of the figure were none").isPositive();
  }
}
