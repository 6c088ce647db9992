package io.partita.demo;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.sample.SampleData;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SampleReportTest {
  private static final SampleReport REPORT =
      SampleReport.of(
          Path.of("sample"),
          7,
          new SampleData.Written(1000, 1500, 30, 123_456, 2000, 8, 16, 4, Optional.empty()));

  @Test
  void isALineForPeople() {
    assertThat(REPORT.text())
        .doesNotContain("\n")
        .is(naming("sample", "1,000", "1,500", 30, "2,000", 16, 4, 7));
  }

  @Test
  void isAnObjectForPrograms() throws JsonProcessingException {
    assertThat(new ObjectMapper().writeValueAsString(REPORT))
        .isEqualTo(
            """
            {"out":"sample","seed":7,"tracks":1000,"midi_files":1500,"damaged_files":30,\
            "archive_bytes":123456,"summary_rows":2000,"msd_track_files":8,"clips":16,\
            "damaged_clips":4}\
            """);
  }
}
