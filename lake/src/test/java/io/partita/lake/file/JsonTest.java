package io.partita.lake.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonTest {
  private record Take(int sampleRateHz, String fileName) {}

  @Test
  void namesAndLinesAreThoseOfEachWriter() throws Exception {
    Take take = new Take(8000, null);
    assertThat(Json.MAPPER.writeValueAsString(take))
        .isEqualTo("{\"sampleRateHz\":8000,\"fileName\":null}");
    assertThat(Json.SNAKE_CASE.writeValueAsString(take))
        .isEqualTo("{\"sample_rate_hz\":8000,\"file_name\":null}");
    assertThat(Json.INDENTED.writeValueAsString(take).lines())
        .containsExactly("{", "  \"sampleRateHz\" : 8000,", "  \"fileName\" : null", "}");
  }
}
