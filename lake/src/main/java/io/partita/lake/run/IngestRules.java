package io.partita.lake.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.archive.ArchiveLimits;
import io.partita.lake.table.ContentStatus;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What an ingest writes, and what it takes.
 *
 * @param lake folder as the user gave it; made if missing
 * @param maxRejected share of members, 0..1, that may be rejected
 * @param limits of the archives that it reads
 * @param resume whether to keep what an interrupted run with the same options finished
 * @param stageOnly whether readers go on with the version before, until what is staged is published
 * @param longestWait for the end of another run that is writing the data set
 */
public record IngestRules(
    String lake,
    String dataset,
    double maxRejected,
    ArchiveLimits limits,
    boolean resume,
    boolean stageOnly,
    Duration longestWait) {

  /** Whether the same run with these rules would end well, by the report of an earlier one. */
  boolean isGoodEnough(JsonNode report) {
    JsonNode members = report.path("members");
    long read = 0;
    for (JsonNode count : members) {
      read += count.asLong();
    }
    long rejected = members.path(ContentStatus.REJECTED.label()).asLong();
    return complaint(read == 0 ? 0 : (double) rejected / read).isEmpty();
  }

  /** Why a run with this share of rejected members, 0..1, is not good enough; empty where it is. */
  public Optional<String> complaint(double rejectedShare) {
    return rejectedShare <= maxRejected
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%.1f %% of the members were rejected, more than the allowed share %s",
                100 * rejectedShare,
                maxRejected));
  }
}
