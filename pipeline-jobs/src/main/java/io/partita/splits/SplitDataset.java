package io.partita.splits;

import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static org.apache.spark.sql.functions.col;

import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.table.LakeTable;
import io.partita.run.Answer;
import io.partita.run.DatasetOptions;
import io.partita.run.DerivedRun;
import io.partita.run.RunOptions;
import io.partita.run.WaitOptions;
import io.partita.splits.SplitRules.By;
import io.partita.splits.SplitRules.Official;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The files of a data set dealt into train, validation and test anew. Input: the tables midi_files,
 * midi_sources and dup_files; output: the column split of every table that has it of a MIDI file,
 * and with {@code --by group} the column split_group of midi_files.
 */
@Command(
    name = "split",
    description = "Deal the MIDI files of a data set into train, validation and test anew.",
    footer = {
      "",
      "Files that hold the same music, as find-duplicates found them, come into one split. Splits"
          + " of the",
      "data set's own catalog, as those of Groove, stay as they are, and pairs of files alike that"
          + " they",
      "tear apart are counted. All tables with a split are published together; a new ingest"
          + " brings back",
      "its own splits.",
      "",
      "Examples:",
      "  partita split --lake lake --dataset lmd_matched",
      "  partita split --lake lake --dataset lmd_matched --ratios 80/10/10 --seed 7 --json",
      "  partita split --lake lake --dataset lmd_matched --by content"
    })
public final class SplitDataset implements Callable<Integer> {
  @Mixin private DatasetOptions from = new DatasetOptions();

  @Mixin private SplitOptions told = new SplitOptions();

  @Mixin private WaitOptions waiting = new WaitOptions();

  @Option(
      names = "--resume",
      description = "Keep the tables that an interrupted run with the same options finished.")
  private boolean resume;

  @Option(
      names = "--json",
      description =
          "One object: tables, files, groups, official_files, moved, splits, before, leaks: {made,"
              + " official, parted, worst}, dataset, run_id, …")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    return Answer.print(json, run(), SplitReport::text);
  }

  private SplitReport run() throws IOException {
    SplitRules rules = told.rules();
    RunOptions options = told.options().other("--resume", resume);
    Map<String, Object> decisive = new LinkedHashMap<>(options.decisive());
    Lake lake = waiting.open(from);
    SplitInput input = new SplitInput(from.dataset, rules.by() == By.GROUP);
    try (DerivedRun run =
        DerivedRun.begin(options, lake, from.lake.folder, from.dataset, input, resume)) {
      run.start();
      Map<LakeTable, Dataset<Row>> tables = LakeReader.tables(run.spark(), lake);
      Dataset<Row> official = NewSplits.official(tables, from.dataset, rules.official()).persist();
      Dataset<Row> files = NewSplits.files(tables, from.dataset, official, rules.by()).persist();
      NewSplits splits = NewSplits.of(files, official, rules);
      run.ended("draw");

      Dataset<Row> groups = rules.by() == By.GROUP ? files.select("midi_md5", "split_group") : null;
      List<LakeTable> dealt = DealtTables.write(run, tables, splits, groups);
      run.ended("deal");

      Dataset<Row> now =
          run.spark()
              .read()
              .schema(MIDI_FILES.schema())
              .parquet(run.staged(MIDI_FILES).toString())
              .where(col("split").isNotNull())
              .select("midi_md5", "path", "split");
      SplitReport report =
          SplitReport.of(run, dealt, files.join(now, "midi_md5"), leaks(run, tables, now, rules));
      return run.republish(SplitProvenance.reports(run, dealt, decisive, report.splits()), report);
    }
  }

  /** What leaks; null where nobody has looked for files that are alike. */
  private SplitLeaks leaks(
      DerivedRun run, Map<LakeTable, Dataset<Row>> tables, Dataset<Row> now, SplitRules rules)
      throws IOException {
    return SplitLeaks.areKnown(run.lake().snapshot().get(from.dataset).keySet())
        ? SplitLeaks.of(tables, from.dataset, now, rules.official() == Official.KEEP)
        : null;
  }
}
