package io.partita.lake.stats;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.DUP_PAIRS;
import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static io.partita.lake.table.LakeTable.STATISTICS;
import static org.apache.spark.sql.functions.col;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.CommandName;
import io.partita.lake.DamagedFile;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.RunReports;
import io.partita.lake.StatisticsInput;
import io.partita.lake.TableRun;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.run.FileFilter;
import io.partita.lake.run.RunOptions;
import io.partita.lake.run.Suspects;
import io.partita.lake.split.SplitLeaks;
import io.partita.lake.table.DatasetTables;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.TableFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;

/** Counts what a data set holds, and publishes its table statistics. */
public final class DatasetStatistics {
  private final DerivedRun run;
  private final String dataset;
  private final boolean withSuspects;
  private final FileFilter where;

  private DatasetStatistics(DerivedRun run, boolean withSuspects, FileFilter where) {
    this.run = run;
    this.dataset = run.dataset();
    this.withSuspects = withSuspects;
    this.where = where;
  }

  /**
   * The options of a run.
   *
   * @param withSuspects whether files that are marked suspect are counted
   */
  public static RunOptions told(boolean withSuspects) {
    return new RunOptions("stats").decisive("with_suspects", withSuspects);
  }

  /**
   * Takes the data set's lock.
   *
   * @param told options of {@link #told}
   * @param folder of the lake as the user gave it
   * @throws IOException where another run is writing the data set, or the lake cannot be written
   * @throws UserException where there is no such data set, or a table of it is gone
   */
  public static DerivedRun begin(RunOptions told, Lake lake, String folder, String dataset)
      throws IOException {
    return DerivedRun.begin(told, lake, folder, dataset, from -> input(from, dataset));
  }

  /**
   * Counts, and publishes the figures, unless they are of some of the files.
   *
   * @param where which files are counted
   */
  public static StatisticsReport count(DerivedRun run, boolean withSuspects, FileFilter where)
      throws Exception {
    return new DatasetStatistics(run, withSuspects, where).count();
  }

  private StatisticsReport count() throws Exception {
    Map<LakeTable, Dataset<Row>> read =
        where.on(LakeReader.tables(run.spark(), run.lake()), dataset);
    StatisticsRows rows = count(read);
    AlikeFiles alike = alike(read, rows);
    run.ended("count");

    Map<String, TableRun> tables = new TreeMap<>();
    run.input().forEach((table, made) -> tables.put(table.tableName(), made));
    StatisticsReport report =
        new StatisticsReport(
            run.header(), tables, withSuspects, rows.rows().size(), rows.figures(), alike);
    if (!where.equals(FileFilter.ALL)) {
      return report;
    }
    write(rows);
    return run.publish(List.of(STATISTICS), List.of(), report);
  }

  /** The tables to count, which nothing may have taken away. */
  private static Map<LakeTable, TableRun> input(Lake lake, String dataset) throws IOException {
    String command = lake.requireDataset(dataset).command();
    Map<LakeTable, TableRun> tables = StatisticsInput.of(lake, dataset);
    for (LakeTable table :
        DatasetTables.madeBy(command).map(DatasetTables::always).orElse(List.of())) {
      if (!tables.containsKey(table)) {
        throw new UserException(
            Mistake.DAMAGED_LAKE,
            "Data set %s has lost its table %s: run 'partita %s' again."
                .formatted(dataset, table.tableName(), CommandName.of(command)));
      }
    }
    return tables;
  }

  private StatisticsRows count(Map<LakeTable, Dataset<Row>> tables) throws Exception {
    StatisticsRows rows = new StatisticsRows();
    Suspects marked = suspects(tables);
    for (LakeTable table : run.input().keySet()) {
      Dataset<Row> ofDataset = tables.get(table).where(col(DATASET).equalTo(dataset));
      TableStatistics statistics =
          new TableStatistics(table, ofDataset, marked, withSuspects, rows);
      LongAccumulator done =
          run.spark().sparkContext().longAccumulator(table.tableName() + " counted");
      try {
        long count = statistics.rowsAndNulls();
        run.progress()
            .next("Counting " + table.tableName(), () -> count, "rows", 1, done.name().get());
        statistics.suspects();
        statistics.numbers(done);
        statistics.identities();
        statistics.frequencies();
      } catch (Exception e) {
        throw DamagedFile.explain(e, table, ofDataset);
      }
    }
    return rows;
  }

  private Suspects suspects(Map<LakeTable, Dataset<Row>> tables) throws Exception {
    if (!run.input().containsKey(MIDI_FILES)) {
      return Suspects.NONE;
    }
    try {
      Suspects found = Suspects.of(tables, dataset);
      if (!withSuspects) {
        found.warnWhereNotMarked(dataset);
      }
      return found;
    } catch (Exception e) {
      throw DamagedFile.explain(
          e, MIDI_FILES, tables.get(MIDI_FILES).where(col(DATASET).equalTo(dataset)));
    }
  }

  private AlikeFiles alike(Map<LakeTable, Dataset<Row>> tables, StatisticsRows rows)
      throws Exception {
    if (!SplitLeaks.areKnown(run.input().keySet())) {
      return null;
    }
    run.progress().say("Comparing near-duplicates");
    try {
      boolean keepsOfficial = RunReports.keepsOfficial(run.lake().runReport(dataset, MIDI_FILES));
      return AlikeFiles.of(tables, dataset, keepsOfficial, rows);
    } catch (Exception e) {
      throw DamagedFile.explain(
          e, DUP_PAIRS, tables.get(DUP_PAIRS).where(col(DATASET).equalTo(dataset)));
    }
  }

  private void write(StatisticsRows rows) throws IOException {
    Path path = new Path(run.staged(STATISTICS), "part-00000.zstd.parquet");
    try (TableFile<Row> file =
        TableFile.ofRows(
            path,
            STATISTICS,
            run.identity().provenance(),
            run.spark().sparkContext().hadoopConfiguration())) {
      for (Row row : rows.rows()) {
        file.write(row);
      }
    }
  }
}
