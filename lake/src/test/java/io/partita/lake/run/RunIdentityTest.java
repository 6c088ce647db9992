package io.partita.lake.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What makes two runs the same run. */
class RunIdentityTest {
  private static String runId(String command, Object bars, String dataset, String datasetRun) {
    return RunIdentity.ofDataset(command, Map.of("bars", bars), dataset, datasetRun).runId();
  }

  @Test
  void theSameCommandOptionsAndDataAreTheSameRun() {
    String runId = runId("slice-drums", 2, "lmd", "r1");

    assertThat(runId).matches("[0-9a-f]{32}").isEqualTo(runId("slice-drums", 2, "lmd", "r1"));
    assertThat(
            List.of(
                runId,
                runId("stats", 2, "lmd", "r1"),
                runId("slice-drums", 4, "lmd", "r1"),
                runId("slice-drums", 2, "groove", "r1"),
                runId("slice-drums", 2, "lmd", "r2")))
        .doesNotHaveDuplicates();
  }

  @Test
  void filesTellWhichRunMadeThem() {
    RunIdentity run = RunIdentity.ofDataset("stats", Map.of(), "lmd", "r1");

    assertThat(run.provenance())
        .containsEntry("partita.run_id", run.runId())
        .containsEntry("partita.command", "stats")
        .containsEntry("partita.version", Version.current());
    assertThat(run.attempt()).matches("\\d{8}T\\d{6}\\.\\d{3}Z-" + ProcessHandle.current().pid());
  }
}
