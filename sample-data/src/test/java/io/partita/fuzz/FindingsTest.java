package io.partita.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.archive.ArchiveLimits;
import io.partita.fuzz.FuzzRun.Failure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What once broke a reader ends as it should, and costs what it should. */
class FindingsTest {
  @ParameterizedTest
  @EnumSource(Findings.class)
  void endsInValuesOrFaults(Findings finding) throws Exception {
    byte[] bytes = finding.bytes();
    FuzzRun run =
        new FuzzRun(
            index ->
                new FuzzInput(
                    finding.format(),
                    bytes,
                    index == 0 ? ArchiveLimits.defaults() : FuzzInput.LOW_LIMITS),
            Pipeline::read,
            FuzzRun.MOST_CPU_NANOS);
    run.run(0, index -> index < 2);
    assertThat(run.failures()).extracting(Failure::what).isEmpty();
    assertThat(run.report().inputs()).isEqualTo(2);
  }
}
