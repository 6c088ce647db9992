package io.partita.duplicates;

import static io.partita.lake.table.LakeTable.DUP_FILES;
import static io.partita.lake.table.LakeTable.DUP_PAIRS;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.table.LakeTable;
import io.partita.run.Answer;
import io.partita.run.DerivedRun;
import io.partita.run.LakeOption;
import io.partita.run.RunOptions;
import io.partita.run.Spark;
import io.partita.run.WaitOptions;
import io.partita.similarity.PairMatcher;
import io.partita.similarity.Tier;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Which MIDI contents of a data set hold the same music. Input: the tables midi_bytes and
 * midi_files; output: the tables dup_pairs and dup_files.
 */
@Command(
    name = "find-duplicates",
    description = "Find the MIDI files of a data set that hold the same music.",
    footer = {
      "",
      "Files that were transposed, cut, quantised, played again or lost a track are found, with"
          + " the",
      "stretch of both that agrees. Of data sets the first is the one whose tables are written;"
          + " pairs",
      "of its files with those of the others are in them, and what is alike across both stays in"
          + " one",
      "group. A new ingest of the data set drops both tables, as what they were made from is gone.",
      "",
      "Examples:",
      "  partita find-duplicates --lake lake --dataset lmd_matched",
      "  partita find-duplicates --lake lake --dataset lmd_full,pop909 --tier near --json"
    })
public final class FindDuplicates implements Callable<Integer> {
  @Mixin private LakeOption in = new LakeOption();

  @Option(
      names = "--dataset",
      required = true,
      split = ",",
      paramLabel = "NAME",
      description = "Data set of the lake; after a comma others to compare it with.")
  private List<String> datasets;

  @Option(
      names = "--tier",
      paramLabel = "TIER",
      defaultValue = "related",
      description =
          "Pairs down to this one are written: exact, strict, near or related. Groups are made of"
              + " all of them. Default: ${DEFAULT-VALUE}.")
  private Tier tier;

  @Mixin private WaitOptions waiting = new WaitOptions();

  @Option(
      names = "--resume",
      description = "Keep the stages that an interrupted run with the same options finished.")
  private boolean resume;

  @Option(
      names = "--json",
      description =
          "One object: files, contents, equal_files, shingles, sampled_postings, emissions,"
              + " candidates, pairs, tiers: {strict, near, related}, clusters, split_groups,"
              + " largest_groups, cut_groups, warnings: [{midi_md5, files, groups, cov_min}],"
              + " dataset, run_id, …")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (datasets.stream().distinct().count() < datasets.size()) {
      throw new UserException(
          Mistake.BAD_OPTION, "--dataset names " + datasets + ", one of them twice.");
    }
    return Answer.print(json, run(), DuplicateReport::text);
  }

  private DuplicateReport run() throws IOException {
    Lake lake = in.open();
    String dataset = datasets.get(0);
    waiting.await(lake, dataset);
    RunOptions told =
        new RunOptions("find-duplicates")
            .decisive("--tier", tier.word())
            .decisive("--compared", DuplicateInput.runs(lake, datasets))
            .decisive("--algo-version", PairMatcher.VERSION)
            .other("--resume", resume);
    DuplicateInput input = new DuplicateInput(dataset);
    try (DerivedRun run = DerivedRun.begin(told, lake, in.folder, dataset, input, resume)) {
      run.start(Spark.rowByRow(Spark.conf(told.command() + " " + dataset)));
      DuplicateReport report = find(run, LakeReader.tables(run.spark(), lake));
      return run.publish(List.of(DUP_PAIRS, DUP_FILES), List.of(), report);
    }
  }

  private DuplicateReport find(DerivedRun run, Map<LakeTable, Dataset<Row>> tables)
      throws IOException {
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
            new DuplicateReport.Join(sizes, stages.emissions(), pairs),
            found,
            staged);
    report.warn();
    return report;
  }
}
