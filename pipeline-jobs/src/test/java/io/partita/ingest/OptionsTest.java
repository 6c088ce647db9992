package io.partita.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.input.InputPlan;
import io.partita.lake.table.ContentStatus;
import io.partita.run.RunIdentity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What names a data set, and what names a run. */
class OptionsTest {
  @ParameterizedTest
  @CsvSource({
    "/data/lmd_matched.tar.gz, lmd_matched",
    "lmd_full.TGZ, lmd_full",
    "hdfs://namenode:8020/music/groove.zip, groove",
    "clean_midi/, clean_midi",
    "My Songs.tar, My_Songs",
    "v1.0.zip, v1.0",
    "song.mid, song",
    "song.midi, song",
    "/, midi",
    "*.tar.gz, midi",
    "__hidden.zip, hidden"
  })
  void aDataSetIsNamedAfterItsInput(String input, String name) {
    assertThat(IngestOptions.datasetName(input)).isEqualTo(name);
  }

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
  void whatDoesNotDecideTheRowsDoesNotNameTheRun() {
    IngestOptions options = new IngestOptions();
    options.dataset = "d";

    assertThat(options.decisive()).containsOnlyKeys("--dataset", "--max-member-mib", "--max-ratio");
    assertThat(options.others())
        .containsOnlyKeys("--input", "--lake", "--max-rejected", "--resume");
  }

  @Test
  void reportsAddUpInAnyOrder() {
    PartitionReport one = report(0, "ok", 2);
    PartitionReport other = report(1, ContentStatus.REJECTED.word(), 1);
    PartitionReport sum = PartitionReport.empty(-1);
    sum.add(one);
    sum.add(other);
    PartitionReport reversed = PartitionReport.empty(-1);
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
        "ingest-lmd",
        Map.of("--split", split),
        List.of(new InputPlan.Source("a.tar.gz", path, 1, fingerprint)),
        List.of());
  }
}
