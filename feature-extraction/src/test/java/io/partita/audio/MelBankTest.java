package io.partita.audio;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MelBankTest {
  private final MelBank bank = new MelBank(MelRecipe.HIFIGAN_22K_80);

  @Test
  void hasTheKnownWeights() {
    assertThat(bank.firstBin(0)).isEqualTo(1);
    assertThat(bank.weights(0))
        .containsExactly(new float[] {.015528f, .022651f, .007124f}, within(1e-6f));
    assertThat(bank.firstBin(79)).isEqualTo(345);
    assertThat(bank.weights(79)).hasSize(371 - 345 + 1);
    assertThat(bank.binCount()).isEqualTo(372);
    int nonZeros = 0;
    for (int mel = 0; mel < bank.nMels(); mel++) {
      for (float weight : bank.weights(mel)) {
        nonZeros += weight == 0 ? 0 : 1;
      }
    }
    assertThat(nonZeros).isEqualTo(727);
  }

  @Test
  void wideTrianglesHaveAnAreaOfOne() {
    MelBank narrow = new MelBank(MelRecipe.MEL_16K_64);
    double binHz = 16_000 / 1024.0;
    for (int mel = 40; mel < 64; mel++) {
      double sum = 0;
      for (float weight : narrow.weights(mel)) {
        sum += weight * binHz;
      }
      assertThat(sum).isCloseTo(1, within(0.01));
    }
  }

  @Test
  void theScaleIsItsOwnInverse() {
    assertThat(MelScale.mel(200)).isCloseTo(3, within(1e-12));
    assertThat(MelScale.mel(6400)).isCloseTo(15 + 27, within(1e-12));
    for (double hz = 0; hz < 12_000; hz += 37) {
      assertThat(MelScale.hz(MelScale.mel(hz))).isCloseTo(hz, within(1e-8));
    }
  }

  @Test
  void recipesAreFoundByNameAndChecked() {
    assertThat(MelRecipe.named("mel-16k-64")).contains(MelRecipe.MEL_16K_64);
    assertThat(MelRecipe.named("mel")).isEmpty();
    assertThatIllegal(
            () -> new MelRecipe("x", 1, 8000, 512, 512, 128, 40, 0, 8000, LogBase.NATURAL))
        .names("fMinHz", "fMaxHz", 4000.0, 0.0, 8000.0);
    assertThatIllegal(
            () -> new MelRecipe("x", 1, 8000, 512, 600, 128, 40, 0, 4000, LogBase.NATURAL))
        .names("windowLength", 1, "nFft", 512, 600);
  }

  @Test
  void aDecimalRecipeDiffersByTheLogarithmOnly() throws Exception {
    MelRecipe natural = MelRecipe.HIFIGAN_22K_80;
    MelRecipe decimal =
        new MelRecipe("decimal", 1, 22_050, 1024, 1024, 256, 80, 0, 8000, LogBase.DECIMAL);
    float[] click = new float[2048];
    click[700] = 1;
    float[][] ln = LogMel.of(click, natural);
    float[][] lg = LogMel.of(click, decimal);
    for (int frame = 0; frame < ln.length; frame++) {
      for (int mel = 0; mel < 80; mel++) {
        assertThat(lg[frame][mel])
            .isCloseTo((float) (ln[frame][mel] / Math.log(10)), within(1e-6f));
      }
    }
    assertThat(decimal.silence()).isEqualTo(-5);
  }
}
