package io.partita.check;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * What {@link Check} found, as {@code --json} prints it.
 *
 * @param runId the ingest whose version was looked at; "unknown" where nothing says so
 * @param checks in the order in which they were made
 * @param failed how many of them are not ok
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record CheckReport(
    String command,
    String version,
    String dataset,
    String lake,
    String runId,
    String startedAt,
    double seconds,
    List<CheckResult> checks,
    long failed) {

  String text() {
    return String.join(
        System.lineSeparator(),
        "check → " + lake + ", data set " + dataset + ", run " + runId,
        "",
        CheckResult.text(checks));
  }
}
