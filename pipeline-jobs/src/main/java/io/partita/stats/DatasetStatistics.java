package io.partita.stats;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static io.partita.lake.table.LakeTable.STATISTICS;
import static org.apache.spark.sql.functions.col;

import io.partita.UserException;
import io.partita.lake.DamagedFile;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.Publication;
import io.partita.lake.StatisticsInput;
import io.partita.lake.TableRun;
import io.partita.lake.table.DatasetTables;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.TableFile;
import io.partita.run.Progress;
import io.partita.run.RunIdentity;
import io.partita.run.SuspectOptions;
import io.partita.run.Suspects;
import io.partita.run.Version;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;

/**
 * Counts what a data set holds, and publishes its table statistics. As long as this is open nobody
 * else writes the data set.
 */
public final class DatasetStatistics implements AutoCloseable {
  private final Instant started = Instant.now();
  private final Lake lake;
  private final String lakeFolder;
  private final String dataset;
  private final boolean withSuspects;
  private final Map<LakeTable, TableRun> input;
  private final RunIdentity identity;
  private final Publication publication;

  private DatasetStatistics(Lake lake, String lakeFolder, String dataset, boolean withSuspects)
      throws IOException {
    this.lake = lake;
    this.lakeFolder = lakeFolder;
    this.dataset = dataset;
    this.withSuspects = withSuspects;
    input = input();
    identity = identity();
    publication =
        Publication.beside(lake, dataset, identity.runId(), identity.attempt(), identity.command());
  }

  /**
   * Takes the data set's lock.
   *
   * @param lakeFolder as the user gave it
   * @throws IOException where another run is writing the data set, or the lake cannot be written
   * @throws UserException where there is no such data set, or a table of it is gone
   */
  public static DatasetStatistics begin(
      Lake lake, String lakeFolder, String dataset, boolean withSuspects) throws IOException {
    return new DatasetStatistics(lake, lakeFolder, dataset, withSuspects);
  }

  /** Counts, and publishes the figures. */
  public StatisticsReport count(SparkSession spark, Progress progress, Configuration conf)
      throws Exception {
    if (!input().equals(input)) {
      throw new IOException("Data set " + dataset + " was changed just now. Try again.");
    }
    StatisticsRows rows = count(spark, LakeReader.tables(spark, lake), progress);
    progress.say("Publishing");
    write(rows, conf);
    StatisticsReport report = report(rows);
    publication.publish(List.of(STATISTICS), List.of(), report);
    publication.report(report);
    return report;
  }

  /** The tables to count, which nothing may have taken away. */
  private Map<LakeTable, TableRun> input() throws IOException {
    String command = lake.requireDataset(dataset).command();
    Map<LakeTable, TableRun> tables = StatisticsInput.of(lake, dataset);
    for (LakeTable table :
        DatasetTables.madeBy(command).map(DatasetTables::always).orElse(List.of())) {
      if (!tables.containsKey(table)) {
        throw new UserException(
            "Data set "
                + dataset
                + " has lost its table "
                + table.tableName()
                + ": run "
                + command
                + " again.");
      }
    }
    return tables;
  }

  private RunIdentity identity() {
    Map<String, String> runs = new TreeMap<>();
    input.forEach((table, run) -> runs.put(table.tableName(), run.runId()));
    return RunIdentity.ofDataset(
        "stats", Map.of(SuspectOptions.NAME, withSuspects), dataset, runs.toString());
  }

  private StatisticsRows count(
      SparkSession spark, Map<LakeTable, Dataset<Row>> tables, Progress progress) throws Exception {
    StatisticsRows rows = new StatisticsRows();
    Suspects marked = suspects(tables);
    for (LakeTable table : input.keySet()) {
      Dataset<Row> ofDataset = tables.get(table).where(col(DATASET).equalTo(dataset));
      TableStatistics statistics =
          new TableStatistics(table, ofDataset, marked, withSuspects, rows);
      LongAccumulator done = spark.sparkContext().longAccumulator(table.tableName() + " counted");
      try {
        long count = statistics.rowsAndNulls();
        progress.next("Counting " + table.tableName(), () -> count, "rows", 1, done.name().get());
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
    if (!input.containsKey(MIDI_FILES)) {
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

  private void write(StatisticsRows rows, Configuration conf) throws IOException {
    Path path = new Path(publication.staged(STATISTICS), "part-00000.zstd.parquet");
    try (TableFile<Row> file = TableFile.ofRows(path, STATISTICS, identity.provenance(), conf)) {
      for (Row row : rows.rows()) {
        file.write(row);
      }
    }
  }

  private StatisticsReport report(StatisticsRows rows) {
    Map<String, TableRun> tables = new TreeMap<>();
    input.forEach((table, run) -> tables.put(table.tableName(), run));
    return new StatisticsReport(
        identity.command(),
        Version.current(),
        identity.runId(),
        identity.attempt(),
        dataset,
        lakeFolder,
        tables,
        started.toString(),
        Duration.between(started, Instant.now()).toMillis() / 1e3,
        withSuspects,
        rows.rows().size(),
        rows.figures());
  }

  @Override
  public void close() throws IOException {
    publication.close();
  }
}
