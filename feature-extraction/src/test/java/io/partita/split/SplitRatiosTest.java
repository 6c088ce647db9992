package io.partita.split;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;

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
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "90/5,2",
        "90/5/5/0,4",
        "90/5/6,101",
        "90/5/4.5,99.5",
        "90/-5/15,\"'-5'\"",
        "90%/5%/5%,\"'90%'\"",
        "1e2/0/0,\"'1e2'\"",
        "90//10,\"''\""
      })
  void saysWhatIsWrong(String text, String value) {
    assertThatIllegal(() -> SplitRatios.parse(text))
        .names("train/validation/test", 100, "90/5/5", "'" + text + "'", value);
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
