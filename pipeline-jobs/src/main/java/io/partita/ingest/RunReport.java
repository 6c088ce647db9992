package io.partita.ingest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.input.InputPlan;
import io.partita.lake.table.ContentStatus;
import io.partita.run.ExitCode;
import io.partita.run.RunIdentity;
import io.partita.run.StageSeconds;
import io.partita.run.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a run did, as {@code _run.json} and as {@code --json} print it.
 *
 * @param runId names the run by its input, options and version: the same ones give the same id
 * @param stageSeconds where the time went, in the order of the stages
 * @param options by their names on the command line, defaults included
 * @param members members read = ok + repaired + rejected
 * @param faults rejected members by fault
 * @param counts what else was counted: contents, notes, tokens of each scheme, other_files …
 * @param splits contents in each split
 * @param bytesRead of the input, as stored
 * @param outcome done, or why the exit code is not 0
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RunReport(
    String command,
    String version,
    String runId,
    String attempt,
    String dataset,
    String lake,
    String startedAt,
    double seconds,
    Map<String, Double> stageSeconds,
    Map<String, Object> options,
    List<Input> inputs,
    Map<String, Long> members,
    Map<String, Long> faults,
    Map<String, Long> counts,
    Map<String, Long> splits,
    long bytesRead,
    String outcome) {
  static final String DONE = "done";

  /** An input with what recognises it: see {@link InputPlan.Source}. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Input(String name, String path, long sizeBytes, String fingerprint) {
    static Input of(InputPlan.Source source) {
      return new Input(source.name(), source.path(), source.sizeBytes(), source.fingerprint());
    }
  }

  /**
   * The report of a run that has come to its end just now.
   *
   * @param files the options that name files beside the input
   */
  public static RunReport of(
      RunIdentity identity,
      LakeOptions options,
      Map<String, Object> files,
      Instant started,
      StageSeconds stages,
      InputPlan input,
      List<InputPlan.Source> sideFiles,
      PartitionReport figures,
      Map<String, Long> splits) {
    Map<String, Object> given = options.decisive();
    given.putAll(options.others());
    given.putAll(files);
    List<Input> inputs =
        Stream.concat(input.sources().stream(), sideFiles.stream()).map(Input::of).toList();
    return new RunReport(
        identity.command(),
        Version.current(),
        identity.runId(),
        identity.attempt(),
        options.dataset,
        options.lake,
        started.toString(),
        Duration.between(started, Instant.now()).toMillis() / 1e3,
        stages.byStage(),
        given,
        inputs,
        figures.members(),
        figures.faults(),
        figures.counts(),
        splits,
        input.sizeBytes(),
        options.outcome(figures.rejectedShare()));
  }

  public int exitCode() {
    return outcome.equals(DONE) ? ExitCode.OK : ExitCode.NOT_GOOD_ENOUGH;
  }

  long membersRead() {
    return members.values().stream().mapToLong(Long::longValue).sum();
  }

  long rejected() {
    return members.getOrDefault(ContentStatus.REJECTED.word(), 0L);
  }
}
