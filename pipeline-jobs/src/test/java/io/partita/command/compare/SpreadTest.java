package io.partita.command.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void theDeviationIsThatOfASample() {
    Spread spread = Spread.of(2, 4, 4, 4, 5, 5, 7, 9);

    assertThat(spread.mean()).isEqualTo(5);
    assertThat(spread.deviation()).isCloseTo(Math.sqrt(32 / 7.0), within(1e-12));
    assertThat(spread.text(3)).isEqualTo("5.000 ± 2.138");
    assertThat(Spread.of(1, 1).text(0)).isEqualTo("1 ± 0");
  }

  @Test
  void oneNumberHasNone() {
    assertThat(Spread.of(1234.5).deviation()).isNull();
    assertThat(Spread.of(1234.5).text(1)).isEqualTo("1,234.5");
    assertThat(Spread.of(1, Double.NaN).text(2)).isEqualTo("NaN ± NaN");
  }
}
