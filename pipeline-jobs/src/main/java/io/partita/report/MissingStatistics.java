package io.partita.report;

import static io.partita.lake.table.LakeTable.STATISTICS;

import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.StatisticsInput;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.run.FileFilter;
import io.partita.lake.run.Progress;
import io.partita.lake.run.RunOptions;
import io.partita.lake.stats.DatasetStatistics;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/**
 * Statistics that a report needs and a data set lacks: there are none, or they are older than its
 * tables.
 *
 * @param lakeFolder as the user gave it
 */
record MissingStatistics(Lake lake, String lakeFolder) {
  /**
   * Counts what is missing, as {@code stats} does; suspect files are counted where they were
   * before.
   *
   * @return why it could not be counted, as on a lake that nobody may write
   */
  Optional<String> count(String dataset, SparkSession spark, Progress progress) throws Exception {
    boolean counted = lake.snapshot().get(dataset).containsKey(STATISTICS);
    if (counted && StatisticsInput.changedSince(lake, dataset).isEmpty()) {
      return Optional.empty();
    }
    progress.say("Counting " + dataset + (counted ? ", whose tables have changed" : ""));
    boolean withSuspects =
        counted && lake.runReport(dataset, STATISTICS).path("with_suspects").asBoolean();
    RunOptions told = DatasetStatistics.told(withSuspects);
    try (DerivedRun run = DatasetStatistics.begin(told, lake, lakeFolder, dataset)) {
      run.join(spark, progress);
      DatasetStatistics.count(run, withSuspects, FileFilter.ALL);
      return Optional.empty();
    } catch (UserException | IOException e) {
      return Optional.of(String.valueOf(e.getMessage()).strip().replaceFirst("\\.$", ""));
    }
  }

  /**
   * What a reader of a data set's pages must know, which goes to standard error too.
   *
   * @param uncounted reason for which nothing was counted; empty where nothing was tried
   */
  List<String> notes(String dataset, Set<LakeTable> tables, String uncounted) throws IOException {
    List<String> notes = new ArrayList<>();
    String again =
        (uncounted.isEmpty() ? "" : "Nothing could be counted now (" + uncounted + "). ")
            + "Run partita stats --lake "
            + lakeFolder
            + " --dataset "
            + dataset;
    if (!tables.contains(STATISTICS)) {
      notes.add("There are no statistics, so most plots are missing. " + again + ".");
    }
    String changed =
        StatisticsInput.changedSince(lake, dataset).stream()
            .map(LakeTable::tableName)
            .collect(Collectors.joining(", "));
    if (!changed.isEmpty()) {
      notes.add("The statistics are older than " + changed + ". " + again + " again.");
    }
    notes.forEach(note -> System.err.println(dataset + ": " + note));
    return notes;
  }
}
