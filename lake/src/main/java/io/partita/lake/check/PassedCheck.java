package io.partita.lake.check;

import static io.partita.lake.table.LakeTable.STATISTICS;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.Sha256;
import io.partita.lake.Lake;
import io.partita.lake.file.Json;
import io.partita.lake.run.RunIdentity;
import io.partita.lake.run.RunOptions;
import io.partita.lake.run.UnchangedRun;
import io.partita.lake.run.UnchangedRun.Earlier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * That a data set has passed a check, which is true of the files that were looked at. Statistics
 * are made from the others, and trainings go on beside a version: they are no reason for another
 * check.
 */
final class PassedCheck {
  private static final Logger log = LoggerFactory.getLogger(PassedCheck.class);
  private static final int NAME_DIGITS = 16;

  private final RunOptions told;
  private final Lake lake;
  private final String dataset;
  private final String name;
  private final Optional<String> state;

  private PassedCheck(RunOptions told, Lake lake, String dataset, Optional<String> files) {
    this.told = told;
    this.lake = lake;
    this.dataset = dataset;
    this.state = files.map(stamp -> RunIdentity.state(told, stamp));
    String limits = told.decisive().toString();
    this.name = Sha256.of(limits.getBytes(StandardCharsets.UTF_8)).substring(0, NAME_DIGITS);
  }

  /**
   * Looks at the files as they are now.
   *
   * @param told the limits
   */
  static PassedCheck of(RunOptions told, Lake lake, String dataset) throws IOException {
    return new PassedCheck(
        told,
        lake,
        dataset,
        lake.stamp(dataset, table -> table != STATISTICS && table.spec().origin().isPublished()));
  }

  /** Ends a check of files that have passed it. */
  void endIfSame(String folder) throws IOException {
    if (state.isPresent()) {
      UnchangedRun.endIfSame(told, state.get(), folder + ", data set " + dataset, this::earlier);
    }
  }

  private Optional<Earlier> earlier() throws IOException {
    return Optional.ofNullable(lake.verdict(dataset, name))
        .map(kept -> new Earlier(kept.path("state").asText(), kept.path("report")));
  }

  /** Keeps the report of a check that was passed; on a lake that nobody may write none is kept. */
  void keep(CheckReport report) {
    if (report.failed() > 0 || state.isEmpty()) {
      return;
    }
    JsonNode told = Json.MAPPER.valueToTree(report);
    try {
      lake.keepVerdict(dataset, name, Map.of("state", state.get(), "report", told));
    } catch (IOException e) {
      log.debug("The verdict is not kept", e);
    }
  }
}
