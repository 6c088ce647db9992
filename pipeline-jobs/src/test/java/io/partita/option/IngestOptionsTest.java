package io.partita.option;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.lake.run.RunOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What names a data set, and what a run is told. */
class IngestOptionsTest {
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
  void whatDoesNotDecideTheRowsDoesNotNameTheRun() {
    IngestOptions options = new IngestOptions();
    options.folder = "lake";
    options.check(List.of("data/songs.zip", "more"));

    RunOptions told = options.told("ingest-msd");

    assertThat(told.command()).isEqualTo("ingest-msd");
    assertThat(told.decisive())
        .containsOnlyKeys("dataset", "max_member_mib", "max_ratio")
        .containsEntry("dataset", "songs");
    assertThat(told.all())
        .containsOnlyKeys(
            "dataset",
            "max_member_mib",
            "max_ratio",
            "lake",
            "max_rejected",
            "resume",
            "stage_only");
  }

  @Test
  void tooManyRejectedMembersAreComplainedOf() {
    IngestOptions options = new IngestOptions();

    assertThat(options.rules().complaint(0.5)).isEmpty();
    assertThat(options.rules().complaint(0.75))
        .hasValueSatisfying(complaint -> assertThat(complaint).is(naming("75.0", 0.5)));
  }
}
