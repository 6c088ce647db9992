package io.partita.option;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** Times as {@code --wait} takes them. */
class WaitTimeTest {
  private final WaitOptions.Time time = new WaitOptions.Time();

  @ParameterizedTest
  @CsvSource({"90s, 90", "30m, 1800", "2h, 7200", "1h30m, 5400", "0s, 0", "168h, 604800"})
  void aTimeHasItsUnits(String text, long seconds) {
    assertThat(time.convert(text)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "90", "2d", "-5m", "169h", "soon", "h", "9999999999999999999h"})
  void whatIsNoTimeIsSaid(String text) {
    assertThatThrownBy(() -> time.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .message()
        .is(naming(text, "168h"));
  }
}
