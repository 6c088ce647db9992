package io.partita.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.lake.input.InputPlan;
import io.partita.lake.run.RunIdentity;
import io.partita.lake.run.RunOptions;
import io.partita.lake.table.ContentStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What names a run, and what adds up to its report. */
class OptionsTest {
  @Test
  void theSameInputAndOptionsAreTheSameRunWhereverTheyLie() {
    RunIdentity one = identity("/one/a.tar.gz", "fingerprint", "90/5/5");
    RunIdentity moved = identity("/other/a.tar.gz", "fingerprint", "90/5/5");
    RunIdentity changed = identity("/one/a.tar.gz", "another", "90/5/5");
    RunIdentity otherwise = identity("/one/a.tar.gz", "fingerprint", "80/10/10");

    assertThat(one.runId()).hasSize(32).isEqualTo(moved.runId());
    assertThat(List.of(changed.runId(), otherwise.runId())).doesNotContain(one.runId());
    assertThat(one.provenance())
        .containsOnlyKeys("partita.run_id", "partita.command", "partita.version")
        .containsEntry("partita.run_id", one.runId());
  }

  @Test
  void reportsAddUpInAnyOrder() {
    PartitionReport one = report(0, "ok", 2);
    PartitionReport other = report(1, ContentStatus.REJECTED.label(), 1);
    PartitionReport sum = PartitionReport.sum();
    sum.add(one);
    sum.add(other);
    PartitionReport reversed = PartitionReport.sum();
    reversed.add(other);
    reversed.add(one);

    assertThat(sum).isEqualTo(reversed);
    assertThat(sum.members()).isEqualTo(Map.of("ok", 2L, "rejected", 1L));
    assertThat(sum.memberCount()).isEqualTo(3);
    assertThat(sum.rejectedShare()).isEqualTo(1.0 / 3);
    assertThat(sum.counted("notes")).isEqualTo(30);
    assertThat(sum.counted("never")).isZero();
    assertThat(PartitionReport.empty(0).rejectedShare()).isZero();
  }

  private static PartitionReport report(int partition, String status, int members) {
    PartitionReport report = PartitionReport.empty(partition);
    for (int i = 0; i < members; i++) {
      report.countMember(status);
      report.count("notes", 10);
    }
    return report;
  }

  private static RunIdentity identity(String path, String fingerprint, String split) {
    return RunIdentity.of(
        new RunOptions("ingest-lmd").decisive("--split", split),
        List.of(new InputPlan.Source("a.tar.gz", path, 1, fingerprint, "")),
        List.of());
  }
}
