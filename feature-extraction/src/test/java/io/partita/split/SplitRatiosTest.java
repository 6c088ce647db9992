package io.partita.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitRatiosTest {
  @Test
  void readsPercentages() {
    assertThat(SplitRatios.parse("90/5/5")).isEqualTo(new SplitRatios(0.90, 0.95));
    assertThat(SplitRatios.parse(" 33.4 / 33.3/33.3")).isEqualTo(new SplitRatios(0.334, 0.667));
    assertThat(SplitRatios.parse("100/0/0")).isEqualTo(new SplitRatios(1, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "90/5,it has 2 parts",
    "90/5/5/0,it has 4 parts",
    "90/5/6,it sums to 101",
    "90/5/4.5,it sums to 99.5",
    "90/-5/15,'-5' is no percentage",
    "90%/5%/5%,'90%' is no percentage",
    "1e2/0/0,'1e2' is no percentage",
    "90//10,'' is no percentage"
  })
  void saysWhatIsWrong(String text, String reason) {
    assertThatThrownBy(() -> SplitRatios.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Write the splits as train/validation/test in percent that sum to 100, as 90/5/5: '"
                + text
                + "' does not, "
                + reason);
  }

  @Test
  void aSplitBeginsWithItsLowerBound() {
    SplitRatios ratios = SplitRatios.parse("90/5/5");
    assertThat(ratios.at(0)).isEqualTo(Split.TRAIN);
    assertThat(ratios.at(Math.nextDown(0.9))).isEqualTo(Split.TRAIN);
    assertThat(ratios.at(0.9)).isEqualTo(Split.VALIDATION);
    assertThat(ratios.at(0.95)).isEqualTo(Split.TEST);
    assertThat(Split.VALIDATION.label()).isEqualTo("validation");
  }
}
