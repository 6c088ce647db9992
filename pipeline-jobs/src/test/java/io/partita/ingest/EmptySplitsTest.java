package io.partita.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.lake.file.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An ingest whose held-out splits are empty says so before a training does. */
class EmptySplitsTest {
  @Test
  void validationAndTestAreNamedWhereNoContentIsInThem() {
    assertThat(report(Map.of("train", 3L)).emptySplits()).containsExactly("validation", "test");
    assertThat(report(Map.of("train", 3L, "test", 1L)).emptySplits()).containsExactly("validation");
    assertThat(report(Map.of("train", 3L, "validation", 1L, "test", 1L)).emptySplits()).isEmpty();
    assertThat(report(Map.of()).emptySplits()).as("an ingest without splits").isEmpty();
  }

  @Test
  void programsAreToldToo() {
    JsonNode json = Json.MAPPER.valueToTree(report(Map.of("train", 3L)));

    assertThat(json.path("empty_splits"))
        .extracting(JsonNode::asText)
        .isEqualTo(List.of("validation", "test"));
  }

  private static RunReport report(Map<String, Long> splits) {
    return new RunReport(null, Map.of(), Map.of(), Map.of(), splits, 0, "done");
  }
}
