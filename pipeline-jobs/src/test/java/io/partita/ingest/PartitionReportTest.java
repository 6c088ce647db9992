package io.partita.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Figures of the tasks of an ingest. */
class PartitionReportTest {
  private static PartitionReport report(int partition, String status, String fault, long notes) {
    PartitionReport report = PartitionReport.empty(partition);
    report.countMember(status);
    report.countMember("ok");
    report.countFault(fault);
    report.count("notes", notes);
    return report;
  }

  private static PartitionReport sum(PartitionReport... reports) {
    PartitionReport all = PartitionReport.sum();
    for (PartitionReport report : reports) {
      all.add(report);
    }
    return all;
  }

  @Test
  void figuresAddUpInAnyOrder() {
    PartitionReport one = report(0, "rejected", "NO_HEADER", 5);
    PartitionReport two = report(1, "repaired", "NO_HEADER", 7);

    PartitionReport all = sum(one, two);

    assertThat(all).isEqualTo(sum(two, one));
    assertThat(all.members().toString()).isEqualTo("{ok=2, rejected=1, repaired=1}");
    assertThat(all.faults().toString()).isEqualTo("{NO_HEADER=2}");
    assertThat(all.counted("notes")).isEqualTo(12);
    assertThat(all.counted("bytes")).isZero();
    assertThat(all.memberCount()).isEqualTo(4);
    assertThat(all.rejectedShare()).isEqualTo(0.25);
  }

  @Test
  void ofNoMembersNoneIsRejected() {
    assertThat(PartitionReport.empty(0).rejectedShare()).isZero();
  }
}
