package io.partita.lake.split;

import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static org.apache.spark.sql.functions.col;

import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.run.RunOptions;
import io.partita.lake.split.SplitRules.By;
import io.partita.lake.split.SplitRules.Official;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The files of a data set dealt again: reads the tables midi_files, midi_sources and dup_files, and
 * publishes every table that has a split of a MIDI file.
 */
public final class DealtDataset {
  private DealtDataset() {}

  /**
   * Deals, and publishes.
   *
   * @param folder of the lake as the user gave it
   * @param options of the run, which name the rules
   * @param resume whether to keep the tables that an interrupted run with the same options finished
   * @throws io.partita.UserException where there is no such data set, or a table is missing
   * @throws IOException where another run is writing the data set, or the lake cannot be written
   */
  public static SplitReport deal(
      Lake lake,
      String folder,
      String dataset,
      SplitRules rules,
      RunOptions options,
      boolean resume)
      throws IOException {
    Map<String, Object> decisive = new LinkedHashMap<>(options.decisive());
    SplitInput input = new SplitInput(dataset, rules.by() == By.GROUP);
    options.makes(MIDI_FILES);
    try (DerivedRun run = DerivedRun.begin(options, lake, folder, dataset, input, resume)) {
      run.start();
      Map<LakeTable, Dataset<Row>> tables = LakeReader.tables(run.spark(), lake);
      Dataset<Row> official = NewSplits.official(tables, dataset, rules.official()).persist();
      Dataset<Row> files = NewSplits.files(tables, dataset, official, rules.by()).persist();
      NewSplits splits = NewSplits.of(files, official, rules);
      run.ended("draw");

      Dataset<Row> groups = rules.by() == By.GROUP ? files.select("midi_md5", "split_group") : null;
      List<LakeTable> dealt = DealtTables.write(run, tables, splits, groups);
      run.ended("deal");

      Dataset<Row> now =
          run.spark()
              .read()
              .schema(MIDI_FILES.schema())
              .parquet(run.written(MIDI_FILES).toArray(String[]::new))
              .where(col("split").isNotNull())
              .select("midi_md5", "path", "split");
      SplitReport report =
          SplitReport.of(run, dealt, files.join(now, "midi_md5"), leaks(run, tables, now, rules));
      return run.republish(SplitProvenance.reports(run, dealt, decisive, report.splits()), report);
    }
  }

  /** What leaks; null where nobody has looked for files that are alike. */
  private static SplitLeaks leaks(
      DerivedRun run, Map<LakeTable, Dataset<Row>> tables, Dataset<Row> now, SplitRules rules)
      throws IOException {
    return SplitLeaks.areKnown(run.lake().snapshot().get(run.dataset()).keySet())
        ? SplitLeaks.of(tables, run.dataset(), now, rules.official() == Official.KEEP)
        : null;
  }
}
