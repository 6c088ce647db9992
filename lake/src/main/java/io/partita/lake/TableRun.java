package io.partita.lake;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * The run that made a table of a data set.
 *
 * @param runId hash of its input, options and version; "unknown" where nothing says so
 * @param attempt name that differs with every publish; "unknown" where nothing says so
 */
public record TableRun(@JsonProperty("run_id") String runId, String attempt) {
  private static final String UNKNOWN = "unknown";

  /**
   * The run of a report.
   *
   * @param report null if absent
   */
  static TableRun of(JsonNode report) {
    return report == null
        ? new TableRun(UNKNOWN, UNKNOWN)
        : new TableRun(
            report.path("run_id").asText(UNKNOWN), report.path("attempt").asText(UNKNOWN));
  }
}
