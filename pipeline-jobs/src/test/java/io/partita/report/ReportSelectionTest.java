package io.partita.report;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

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
    "--tracks=101, 'bad_option --tracks 0 100 101'",
    "--tracks=-1, 'bad_option --tracks 0 100 -1'",
    "--clip-s=0, 'bad_option --clip-s 1 60 0'",
    "--list=10001, 'bad_option --list 0 10000 10001'"
  })
  void whatIsOutOfRangeIsAMistake(String argument, String message) {
    assertThatMistake(of(argument)::check).is(message);
  }
}
