package io.partita.stats;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.lake.Lake;
import io.partita.run.ExitCode;
import io.partita.run.Progress;
import io.partita.run.Spark;
import io.partita.run.SuspectOptions;
import io.partita.run.WaitOptions;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
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
    Configuration conf = Spark.hadoopConfiguration();
    Lake lake = Lake.existing(lakeFolder, conf);
    waiting.await(lake, dataset);
    StatisticsReport report;
    try (DatasetStatistics statistics =
            DatasetStatistics.begin(lake, lakeFolder, dataset, suspects.areIncluded);
        SparkSession spark = Spark.session("stats " + dataset);
        Progress progress = new Progress(spark)) {
      report = statistics.count(spark, progress, conf);
    }
    System.out.println(json ? JSON.writeValueAsString(report) : report.text());
    return ExitCode.OK;
  }
}
