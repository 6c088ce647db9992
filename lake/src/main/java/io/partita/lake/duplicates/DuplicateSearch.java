package io.partita.lake.duplicates;

import static io.partita.lake.table.LakeTable.DUP_FILES;
import static io.partita.lake.table.LakeTable.DUP_PAIRS;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.run.LostRows;
import io.partita.lake.run.RunOptions;
import io.partita.lake.run.Spark;
import io.partita.lake.table.LakeTable;
import io.partita.similarity.PairMatcher;
import io.partita.similarity.ShingleSample;
import io.partita.similarity.Tier;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The search for MIDI contents that hold the same music: reads the tables midi_bytes and
 * midi_files, and publishes dup_pairs and dup_files.
 */
public final class DuplicateSearch {
  private final DerivedRun run;
  private final List<String> datasets;
  private final Tier tier;

  private DuplicateSearch(DerivedRun run, List<String> datasets, Tier tier) {
    this.run = run;
    this.datasets = datasets;
    this.tier = tier;
  }

  /**
   * The options of a run.
   *
   * @param datasets the first is the one whose tables are written; others to compare it with
   * @param tier pairs down to this one are written
   * @throws io.partita.UserException where there is no such data set, or it has no bytes of MIDI
   */
  public static RunOptions told(Lake lake, List<String> datasets, Tier tier) throws IOException {
    return new RunOptions("find-duplicates")
        .decisive("tier", tier.label())
        .decisive("compared", DuplicateInput.runs(lake, datasets))
        .decisive("algo_version", PairMatcher.VERSION);
  }

  /**
   * Searches, and publishes what it finds.
   *
   * @param told options of {@link #told}
   * @param folder of the lake as the user gave it
   * @param datasets the first is the one whose tables are written; others to compare it with
   * @param tier pairs down to this one are written
   * @param mayLose whether pairs that this search does not look for may go
   * @param resume whether to keep the stages that an interrupted run with the same options finished
   * @throws io.partita.UserException where there is no such data set, or it has no bytes of MIDI
   * @throws IOException where another run is writing the data set, or the lake cannot be written
   */
  public static DuplicateReport run(
      RunOptions told,
      Lake lake,
      String folder,
      List<String> datasets,
      Tier tier,
      boolean mayLose,
      boolean resume)
      throws IOException {
    String dataset = datasets.get(0);
    told.other("resume", resume);
    DuplicateInput input = new DuplicateInput(dataset);
    try (DerivedRun run = DerivedRun.begin(told, lake, folder, dataset, input, resume)) {
      run.start(Spark.rowByRow(Spark.conf(told.command() + " " + dataset)));
      Map<LakeTable, Dataset<Row>> tables = LakeReader.tables(run.spark(), lake);
      DuplicateSearch search = new DuplicateSearch(run, datasets, tier);
      search.lost(tables).require(mayLose);
      DuplicateReport report = search.find(tables);
      return run.publish(List.of(DUP_PAIRS, DUP_FILES), List.of(), report);
    }
  }

  /** Pairs with files of data sets that are not compared, and of weaker tiers. */
  private LostRows lost(Map<LakeTable, Dataset<Row>> tables) {
    Object[] compared = datasets.toArray();
    Object[] tiers =
        Arrays.stream(Tier.values())
            .filter(each -> each.isAtLeast(tier))
            .map(Tier::label)
            .toArray();
    Column isLookedFor =
        col("dataset_a")
            .isin(compared)
            .and(col("dataset_b").isin(compared))
            .and(col("tier").isin(tiers));
    return new LostRows(tables, run.dataset())
        .add(DUP_PAIRS, not(isLookedFor), "this run leaves out their data sets or tiers");
  }

  private DuplicateReport find(Map<LakeTable, Dataset<Row>> tables) throws IOException {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(run.spark().sparkContext());
    DuplicateStages stages = new DuplicateStages(run, tables, datasets);
    Dataset<Row> compared = stages.contents();
    ListedFiles listed =
        ListedFiles.of(compared, ComparedContents.groups(tables, datasets), datasets);
    Broadcast<FileNumbers> numbers = context.broadcast(listed.numbers());
    run.ended("read");

    Dataset<Row> weighed = stages.weighed(compared, numbers, listed.contents());
    long[] sizes = WeighedContents.sizes(weighed, numbers.value().size());
    run.ended("count");

    Dataset<Row> candidates = stages.candidates(weighed, sizes);
    long pairs = candidates.count();
    run.ended("join");

    Dataset<Row> matches = stages.matches(candidates, pairs, weighed);
    FoundGroups found = FoundGroups.of(listed, matches, run.dataset());
    run.ended("compare");

    DuplicateTables written = new DuplicateTables(run, listed, numbers);
    DuplicateReport.Staged staged =
        new DuplicateReport.Staged(written.writePairs(matches, tier), written.writeFiles(found));
    run.ended("write");
    DuplicateReport report =
        DuplicateReport.of(
            run,
            datasets,
            listed,
            new DuplicateReport.Join(
                Arrays.stream(sizes).map(ShingleSample::count).sum(), stages.emissions(), pairs),
            found,
            staged);
    report.warn();
    return report;
  }
}
