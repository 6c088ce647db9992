package io.partita.lake.check;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.lake.run.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What checks of a data set found, as {@code --json} prints it.
 *
 * @param runId the ingest whose version was looked at; "unknown" where nothing says so
 * @param checks in the order in which they were made
 * @param failed how many of them are not ok
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record CheckReport(
    String command,
    String version,
    String dataset,
    String lake,
    String runId,
    String startedAt,
    double seconds,
    List<CheckResult> checks,
    long failed) {

  /**
   * The report of a check that ends now.
   *
   * @param lake folder as the user gave it
   */
  static CheckReport of(String dataset, String lake, DatasetChecks checks, Instant started) {
    return new CheckReport(
        "check",
        Version.current(),
        dataset,
        lake,
        checks.ingest().path("run_id").asText("unknown"),
        started.toString(),
        Duration.between(started, Instant.now()).toMillis() / 1e3,
        checks.results(),
        CheckResult.failed(checks.results()));
  }

  public String text() {
    return String.join(
        System.lineSeparator(),
        "check → " + lake + ", data set " + dataset + ", run " + runId,
        "",
        CheckResult.text(checks));
  }
}
