package io.partita.report;

import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.LakeVersion;
import io.partita.lake.run.Progress;
import io.partita.lake.run.RunningCommand;
import io.partita.lake.run.Spark;
import io.partita.lake.table.LakeTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.SparkSession;

/** What Spark is asked for a report, all of it of one version of each data set. */
final class ReportAnswers {
  private ReportAnswers() {}

  /**
   * Asks, after statistics that are missing have been counted.
   *
   * @param lakeFolder as the user gave it
   * @param kept looks at the lake before it is read
   */
  static List<DatasetContent> ask(
      Lake lake, String lakeFolder, ReportSelection selection, KeptReport kept) throws Exception {
    RunningCommand.begin(lake, "report", String.join(", ", selection.of(lake).keySet()), null);
    try (SparkSession spark = Spark.session("report");
        Progress progress = new Progress(spark.sparkContext())) {
      MissingStatistics missing = new MissingStatistics(lake, lakeFolder);
      Map<String, String> uncounted = new HashMap<>();
      for (String dataset :
          selection.isCounting() ? selection.of(lake).keySet() : Set.<String>of()) {
        missing.count(dataset, spark, progress).ifPresent(reason -> uncounted.put(dataset, reason));
      }
      kept.look();
      Map<String, Map<LakeTable, LakeVersion.Table>> shown = selection.of(lake);
      return LakeReader.query(
          spark,
          lake,
          tables -> {
            ReportQueries queries = new ReportQueries(spark, tables);
            ReportDataset gathered = new ReportDataset(lake, lakeFolder, queries, selection.list());
            List<DatasetContent> content = new ArrayList<>();
            for (Map.Entry<String, Map<LakeTable, LakeVersion.Table>> dataset : shown.entrySet()) {
              String name = dataset.getKey();
              progress.say("Reading " + name);
              Set<LakeTable> its = dataset.getValue().keySet();
              List<String> notes = missing.notes(name, its, uncounted.getOrDefault(name, ""));
              content.add(gathered.content(name, its, notes));
            }
            return content;
          });
    }
  }
}
