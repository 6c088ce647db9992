package io.partita.report;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ReportSelectionTest {
  private static ReportSelection of(String... arguments) {
    return CommandLine.populateCommand(new ReportSelection(), arguments);
  }

  @Test
  void statisticsAreCountedUnlessAskedNotTo() {
    ReportSelection asItIs = of("--list=0", "--no-stats");

    asItIs.check();

    assertThat(asItIs.list()).isZero();
    assertThat(asItIs.isCounting()).isFalse();
    assertThat(of().list()).isEqualTo(500);
    assertThat(of().isCounting()).isTrue();
  }

  @Test
  void whatIsOutOfRangeIsAMistake() {
    assertThatMistake(of("--list=10001")::check).is("bad_option --list 0 10000 10001");
  }
}
