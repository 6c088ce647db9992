package io.partita.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.UserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ReportSelectionTest {
  private static ReportSelection of(String... arguments) {
    return CommandLine.populateCommand(new ReportSelection(), arguments);
  }

  @Test
  void noTracksAreNoSound() {
    ReportSelection silent = of("--tracks=0", "--clip-s=60", "--list=0", "--no-stats");

    silent.check();

    assertThat(silent.isWithSound()).isFalse();
    assertThat(silent.isCounting()).isFalse();
    assertThat(of().isWithSound()).isTrue();
    assertThat(of().isCounting()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "--tracks=101, '--tracks must be 0 to 100, not 101.'",
    "--tracks=-1, '--tracks must be 0 to 100, not -1.'",
    "--clip-s=0, '--clip-s must be 1 to 60, not 0.'",
    "--list=10001, '--list must be 0 to 10000, not 10001.'"
  })
  void whatIsOutOfRangeIsAMistake(String argument, String message) {
    assertThatThrownBy(of(argument)::check).isInstanceOf(UserException.class).hasMessage(message);
  }
}
