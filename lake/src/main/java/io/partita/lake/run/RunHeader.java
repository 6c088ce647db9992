package io.partita.lake.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.lake.TableRun;
import io.partita.lake.input.InputPlan;
import io.partita.lake.table.LakeTable;
import java.util.List;
import java.util.Map;

/**
 * What every report of a run that made tables begins with, in {@code _run.json} and in what {@code
 * --json} prints.
 *
 * @param runId hash of the run's input, options and version: the same ones give the same id
 * @param attempt name of this one run
 * @param lake as the user gave it
 * @param startedAt UTC
 * @param finishedAt UTC: when all was made that was then published
 * @param seconds from the one to the other
 * @param stageSeconds time of each stage, in their order
 * @param options by their names of {@link io.partita.StoredName}, defaults included
 * @param inputs that were read
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RunHeader(
    String command,
    String version,
    String runId,
    String attempt,
    String dataset,
    String lake,
    String startedAt,
    String finishedAt,
    double seconds,
    Map<String, Double> stageSeconds,
    Map<String, Object> options,
    List<Input> inputs) {

  /**
   * What a run read, with what recognises it.
   *
   * @param sizeBytes null of a table
   * @param fingerprint of files see {@link InputPlan.Source}; of a table the id of the run that
   *     made it
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Input(String name, String path, Long sizeBytes, String fingerprint) {
    static Input of(InputPlan.Source source) {
      return new Input(source.name(), source.path(), source.sizeBytes(), source.fingerprint());
    }

    static Input of(LakeTable table, String dataset, TableRun run) {
      return new Input(
          table.tableName(),
          table.tableName() + "/" + LakeTable.DATASET + "=" + dataset,
          null,
          run.runId());
    }
  }
}
