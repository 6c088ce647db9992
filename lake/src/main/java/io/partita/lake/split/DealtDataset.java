package io.partita.lake.split;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.RunReports;
import io.partita.lake.TableShare;
import io.partita.lake.file.Json;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.run.RunOptions;
import io.partita.lake.split.SplitRules.By;
import io.partita.lake.split.SplitRules.Official;
import io.partita.lake.table.LakeTable;
import io.partita.split.LabelIndex;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * The files of a data set dealt again: reads the tables midi_files, midi_sources and dup_files, and
 * publishes midi_files, from which all other tables have their splits.
 */
public final class DealtDataset {
  private static final String MD5 = "midi_md5";
  private static final String GROUP = "split_group";

  private DealtDataset() {}

  /**
   * Deals, and publishes.
   *
   * @param folder of the lake as the user gave it
   * @param options of the run, which name the rules
   * @throws io.partita.UserException where there is no such data set, or a table is missing
   * @throws IOException where another run is writing the data set, or the lake cannot be written
   */
  public static SplitReport deal(
      Lake lake, String folder, String dataset, SplitRules rules, RunOptions options)
      throws IOException {
    Map<String, Object> decisive = new LinkedHashMap<>(options.decisive());
    SplitInput input = new SplitInput(dataset, rules.by() == By.GROUP);
    options.makes(MIDI_FILES);
    try (DerivedRun run = DerivedRun.begin(options, lake, folder, dataset, input)) {
      run.start();
      Map<LakeTable, Dataset<Row>> tables = LakeReader.tables(run.spark(), lake);
      Dataset<Row> official = NewSplits.official(tables, dataset, rules.official()).persist();
      Dataset<Row> files = NewSplits.files(tables, dataset, official, rules.by()).persist();
      LabelIndex splits = NewSplits.of(files, rules);
      run.ended("draw");

      TableShare share = run.share("dealt", false);
      share.write(
          MIDI_FILES, dealt(run, tables, splits, rules.by() == By.GROUP ? files : null), MD5);
      run.ended("deal");

      Dataset<Row> now =
          share.read(MIDI_FILES).where(col("split").isNotNull()).select(MD5, "path", "split");
      Set<LakeTable> there = lake.snapshot().get(dataset).keySet();
      List<String> dealt =
          there.stream()
              .filter(table -> table == MIDI_FILES || table.spec().isSplitJoined())
              .map(LakeTable::tableName)
              .toList();
      SplitLeaks leaks =
          SplitLeaks.areKnown(there)
              ? SplitLeaks.of(tables, dataset, now, rules.official() == Official.KEEP)
              : null; // nobody has looked for files that are alike
      SplitReport report = SplitReport.of(run, dealt, files.join(now, MD5), leaks);
      return run.republish(Map.of(MIDI_FILES, told(run, decisive, report.splits())), report);
    }
  }

  /**
   * The rows of midi_files with their new splits.
   *
   * @param groups with the columns midi_md5 and split_group; null to leave those there are
   */
  private static Dataset<Row> dealt(
      DerivedRun run, Map<LakeTable, Dataset<Row>> tables, LabelIndex splits, Dataset<Row> groups) {
    Dataset<Row> rows = tables.get(MIDI_FILES).where(col(DATASET).equalTo(run.dataset()));
    if (groups != null) {
      rows =
          rows.withColumnRenamed(GROUP, "before")
              .join(broadcast(groups.select(MD5, GROUP)), new String[] {MD5}, "left")
              .withColumn(GROUP, coalesce(col(GROUP), col("before")));
    }
    Broadcast<LabelIndex> known =
        JavaSparkContext.fromSparkContext(run.spark().sparkContext()).broadcast(splits);
    UDF1<String, String> split = md5 -> known.value().get(md5);
    Column ofContent = udf(split, DataTypes.StringType).apply(col(MD5));
    return rows.withColumn("split", ofContent);
  }

  /** What midi_files tells of itself from now on. */
  private static ObjectNode told(
      DerivedRun run, Map<String, Object> decisive, Map<String, Long> contents) throws IOException {
    ObjectNode split = Json.MAPPER.valueToTree(decisive);
    split.put("run_id", run.identity().runId()).put("attempt", run.identity().attempt());
    return RunReports.dealt(
            MIDI_FILES,
            run.lake().runReport(run.dataset(), MIDI_FILES),
            split,
            Json.MAPPER.valueToTree(contents))
        .put("attempt", run.identity().attempt());
  }
}
