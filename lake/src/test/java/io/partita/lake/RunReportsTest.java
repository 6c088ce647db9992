package io.partita.lake;

import static io.partita.lake.table.LakeTable.MIDI_BYTES;
import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.lake.table.DatasetTables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of the reports that runs left. */
class RunReportsTest {
  @TempDir private Path folder;

  /** Once options were kept as the command line spells them. */
  @ParameterizedTest
  @CsvSource({
    "--no-bytes, false, true",
    "no_bytes, false, true",
    "--no-bytes, true, false",
    "no_bytes, true, false"
  })
  void optionsOfEarlierVersionsAreUnderstood(String name, boolean noBytes, boolean hasBytes)
      throws IOException {
    Lake lake = lake(Map.of("run_id", "r", "attempt", "a", "options", Map.of(name, noBytes)));

    for (JsonNode report :
        List.of(
            lake.runReport("songs", MIDI_FILES), RunReports.of(lake, "songs").get(MIDI_FILES))) {
      assertThat(report.path("options").toString())
          .isEqualTo("{\"no_bytes\":%s}".formatted(noBytes));
      assertThat(
              DatasetTables.madeBy("ingest-midi")
                  .orElseThrow()
                  .expected(report)
                  .contains(MIDI_BYTES))
          .isEqualTo(hasBytes);
    }
    assertThat(lake.run("songs", MIDI_FILES)).isEqualTo(new TableRun("r", "a"));
  }

  @Test
  void aReportMayLackOptionsAndAll() throws IOException {
    Lake lake = lake(Map.of("run_id", "r"));

    assertThat(lake.runReport("songs", MIDI_FILES).toString()).isEqualTo("{\"run_id\":\"r\"}");
    assertThat(lake.run("songs", MIDI_FILES)).isEqualTo(new TableRun("r", "unknown"));
  }

  private Lake lake(Map<String, Object> report) throws IOException {
    Configuration conf = new Configuration();
    Lake lake = Lake.at(folder.resolve("lake").toString(), conf);
    try (Publication publication =
        Publication.begin(lake, "songs", "r", "a", "ingest-midi", false)) {
      publication.staged(MIDI_FILES).getFileSystem(conf).mkdirs(publication.staged(MIDI_FILES));
      publication.publish(List.of(MIDI_FILES), List.of(), report);
    }
    return lake;
  }
}
