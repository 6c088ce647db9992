package io.partita.jobs;

import static io.partita.lake.LakeTable.DATASET;
import static io.partita.lake.LakeTable.MIDI_FILES;
import static io.partita.lake.LakeTable.STATISTICS;
import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.LakeTable;
import io.partita.lake.Publication;
import io.partita.lake.StatisticsInput;
import io.partita.lake.TableFile;
import io.partita.lake.TableRun;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What a data set holds, in figures. Input: all of its tables; output: the table statistics, for
 * SQL, and the summary.
 */
@Command(
    name = "stats",
    description = "Count what a data set holds: figures, histograms, duplicates, leaks.",
    footer = {
      "",
      "The table statistics has a row for each figure, bin and category. A run replaces those of"
          + " the data",
      "set; a new ingest drops them. The figures do not depend on how the data is cut or in which"
          + " order",
      "it is read.",
      "Rows of suspect MIDI files are left out; the figures suspects say how many" + " they are.",
      "",
      "Examples:",
      "  partita stats --lake lake --dataset lmd_matched",
      "  partita sql --lake lake \"SELECT category, value FROM statistics WHERE column = 'key' AND"
          + " statistic = 'frequency'\""
    })
public final class Stats implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(names = "--lake", required = true, paramLabel = "DIR", description = "The lake.")
  private String lakeFolder;

  @Option(
      names = "--dataset",
      required = true,
      paramLabel = "NAME",
      description = "Data set of the lake.")
  private String dataset;

  @Mixin private SuspectOptions suspects = new SuspectOptions();

  @Mixin private WaitOptions waiting = new WaitOptions();

  @Option(
      names = "--json",
      description =
          "One object: tables: {name: {run_id, attempt}}, figures: {table: {column: {statistic:"
              + " value}}}, with_suspects, rows, seconds, run_id, …")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Instant started = Instant.now();
    Configuration conf = Spark.hadoopConfiguration();
    Lake lake = Lake.existing(lakeFolder, conf);
    waiting.await(lake, dataset);
    Map<LakeTable, TableRun> input = input(lake);
    RunIdentity identity = identity(input);
    StatisticsReport report;
    try (Publication publication =
            Publication.beside(
                lake, dataset, identity.runId(), identity.attempt(), identity.command());
        SparkSession spark = Spark.session("stats " + dataset);
        Progress progress = new Progress(spark)) {
      if (!input(lake).equals(input)) {
        throw new IOException("Data set " + dataset + " was changed just now. Try again.");
      }
      StatisticsRows rows = count(spark, LakeReader.tables(spark, lake), input, progress);
      progress.say("Publishing");
      write(rows, publication, identity, conf);
      report = report(identity, started, input, rows);
      publication.publish(List.of(STATISTICS), List.of(), report);
      publication.report(report);
    }
    System.out.println(json ? JSON.writeValueAsString(report) : report.text());
    return ExitCode.OK;
  }

  /** The tables to count, which nothing may have taken away. */
  private Map<LakeTable, TableRun> input(Lake lake) throws IOException {
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

  private RunIdentity identity(Map<LakeTable, TableRun> input) {
    Map<String, String> runs = new TreeMap<>();
    input.forEach((table, run) -> runs.put(table.tableName(), run.runId()));
    return RunIdentity.ofDataset(
        "stats", Map.of(SuspectOptions.NAME, suspects.areIncluded), dataset, runs.toString());
  }

  private StatisticsRows count(
      SparkSession spark,
      Map<LakeTable, Dataset<Row>> tables,
      Map<LakeTable, TableRun> input,
      Progress progress)
      throws Exception {
    StatisticsRows rows = new StatisticsRows();
    Suspects marked = suspects(tables, input);
    for (LakeTable table : input.keySet()) {
      Dataset<Row> ofDataset = tables.get(table).where(col(DATASET).equalTo(dataset));
      TableStatistics statistics =
          new TableStatistics(
              StatisticsPlan.of(table), ofDataset, marked, suspects.areIncluded, rows);
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

  private Suspects suspects(Map<LakeTable, Dataset<Row>> tables, Map<LakeTable, TableRun> input)
      throws Exception {
    if (!input.containsKey(MIDI_FILES)) {
      return Suspects.NONE;
    }
    try {
      Suspects found = Suspects.of(tables, dataset);
      if (!suspects.areIncluded) {
        found.warnWhereNotMarked(dataset);
      }
      return found;
    } catch (Exception e) {
      throw DamagedFile.explain(
          e, MIDI_FILES, tables.get(MIDI_FILES).where(col(DATASET).equalTo(dataset)));
    }
  }

  private static void write(
      StatisticsRows rows, Publication publication, RunIdentity identity, Configuration conf)
      throws IOException {
    Path path = new Path(publication.staged(STATISTICS), "part-00000.zstd.parquet");
    try (TableFile<Row> file = TableFile.ofRows(path, STATISTICS, identity.provenance(), conf)) {
      for (Row row : rows.rows()) {
        file.write(row);
      }
    }
  }

  private StatisticsReport report(
      RunIdentity identity, Instant started, Map<LakeTable, TableRun> input, StatisticsRows rows) {
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
        suspects.areIncluded,
        rows.rows().size(),
        rows.figures());
  }
}
