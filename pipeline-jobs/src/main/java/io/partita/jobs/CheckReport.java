package io.partita.jobs;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

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

  /** A line for each check, the failed ones last, where they are seen. */
  String text() {
    StringJoiner text = new StringJoiner(System.lineSeparator());
    text.add("check → " + lake + ", data set " + dataset + ", run " + runId);
    text.add("");
    text.add(CheckResult.HEADING);
    checks.stream().filter(CheckResult::ok).map(CheckResult::text).forEach(text::add);
    checks.stream().filter(check -> !check.ok()).map(CheckResult::text).forEach(text::add);
    text.add("");
    text.add(String.format(Locale.ROOT, "%d of %d checks failed.", failed, checks.size()));
    return text.toString();
  }

  int exitCode() {
    return failed == 0 ? ExitCode.OK : ExitCode.NOT_GOOD_ENOUGH;
  }
}
