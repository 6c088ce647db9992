package io.partita.ingest;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.lake.run.ExitCode;
import io.partita.lake.run.IngestRun;
import io.partita.lake.run.RunHeader;
import io.partita.lake.table.ContentStatus;
import io.partita.lake.table.LakeTable;
import io.partita.split.Split;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What an ingest did, as {@code _run.json} and as {@code --json} print it.
 *
 * @param members members read = ok + repaired + rejected
 * @param faults rejected members by fault
 * @param counts of what else was counted: contents, notes, tokens of each scheme, other_files …
 * @param splits contents in each split
 * @param bytesRead of the input, as stored
 * @param outcome done, or why the exit code is not 0
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RunReport(
    @JsonUnwrapped RunHeader run,
    Map<String, Long> members,
    Map<String, Long> faults,
    Map<String, Long> counts,
    Map<String, Long> splits,
    long bytesRead,
    String outcome) {
  private static final String DONE = "done";

  /**
   * Publishes what a run staged, with its report.
   *
   * @param dropped tables that the new version of the data set does not have
   */
  public static RunReport publish(
      IngestRun run,
      List<LakeTable> tables,
      List<LakeTable> dropped,
      PartitionReport figures,
      Map<String, Long> splits)
      throws IOException {
    return run.publish(tables, dropped, of(run, figures, splits));
  }

  /** The report of a run that is about to be published. */
  public static RunReport of(IngestRun run, PartitionReport figures, Map<String, Long> splits) {
    return new RunReport(
        run.header(),
        figures.members(),
        figures.faults(),
        figures.counts(),
        splits,
        run.input().sizeBytes(),
        run.rules().complaint(figures.rejectedShare()).orElse(DONE));
  }

  public int exitCode() {
    return outcome.equals(DONE) ? ExitCode.OK : ExitCode.NOT_GOOD_ENOUGH;
  }

  /** Which of validation and test no content is in, where contents are split at all. */
  @JsonProperty
  List<String> emptySplits() {
    return Stream.of(Split.VALIDATION, Split.TEST)
        .map(Split::label)
        .filter(split -> !splits.isEmpty() && !splits.containsKey(split))
        .toList();
  }

  public long membersRead() {
    return members.values().stream().mapToLong(Long::longValue).sum();
  }

  public long rejected() {
    return members.getOrDefault(ContentStatus.REJECTED.label(), 0L);
  }
}
