package io.partita.lake.duplicates;

import io.partita.lake.run.DerivedRun;
import io.partita.lake.table.LakeTable;
import io.partita.similarity.ShingleFrequencies;
import io.partita.similarity.ShingleSample;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;

/**
 * The long stages of a search for files that are alike. What each of them makes is kept until the
 * tables are published, so that a run can resume, and a worker that is lost takes nothing along.
 */
final class DuplicateStages {
  private static final String EMISSIONS = "emissions";

  private final DerivedRun run;
  private final Map<LakeTable, Dataset<Row>> tables;
  private final List<String> datasets;
  private final JavaSparkContext context;
  private final LongAccumulator emitted;

  DuplicateStages(DerivedRun run, Map<LakeTable, Dataset<Row>> tables, List<String> datasets) {
    this.run = run;
    this.tables = tables;
    this.datasets = datasets;
    this.context = JavaSparkContext.fromSparkContext(run.spark().sparkContext());
    this.emitted = context.sc().longAccumulator("pairs of a shingle");
  }

  /** Rows of {@link ComparedContents#SCHEMA}. */
  Dataset<Row> contents() throws IOException {
    return run.finished()
        .rows(
            run.spark(),
            "contents",
            ComparedContents.SCHEMA,
            Map.of(),
            () -> ComparedContents.of(run, tables, datasets));
  }

  /**
   * Rows of {@link WeighedContents#SCHEMA}.
   *
   * @param compared rows of {@link ComparedContents#SCHEMA}
   */
  Dataset<Row> weighed(Dataset<Row> compared, Broadcast<FileNumbers> numbers, int contents)
      throws IOException {
    return run.finished()
        .rows(
            run.spark(),
            "weighed",
            WeighedContents.SCHEMA,
            Map.of(),
            () -> {
              LongAccumulator counted = accumulator("Counting shingles", contents, "contents");
              ShingleFrequencies frequencies =
                  ShingleCounts.of(compared, numbers, contents, counted);
              LongAccumulator done = accumulator("Weighing", contents, "contents");
              return WeighedContents.of(
                  run.spark(), compared, numbers, context.broadcast(frequencies), done);
            });
  }

  /**
   * Rows (a, b) of candidates.
   *
   * @param weighed rows of {@link WeighedContents#SCHEMA}
   * @param sizes of the samples by the files' numbers
   */
  Dataset<Row> candidates(Dataset<Row> weighed, long[] sizes) throws IOException {
    return run.finished()
        .rows(
            run.spark(),
            "candidates",
            Candidates.SCHEMA,
            Map.of(EMISSIONS, emitted),
            () -> {
              long sampled = LongStream.of(sizes).map(ShingleSample::count).sum();
              LongAccumulator joined = accumulator("Joining samples", sampled, "shingles");
              return Candidates.of(weighed, context.broadcast(sizes), joined, emitted);
            });
  }

  /** Pairs that a shingle named; one that a task met twice counts twice. */
  long emissions() {
    return emitted.value();
  }

  /**
   * Rows of {@link VerifiedPairs#SCHEMA}.
   *
   * @param candidates rows (a, b)
   * @param pairs how many there are
   * @param weighed rows of {@link WeighedContents#SCHEMA}
   */
  Dataset<Row> matches(Dataset<Row> candidates, long pairs, Dataset<Row> weighed)
      throws IOException {
    return run.finished()
        .rows(
            run.spark(),
            "matches",
            VerifiedPairs.SCHEMA,
            Map.of(),
            () ->
                VerifiedPairs.of(
                    run.spark(), candidates, weighed, accumulator("Comparing", pairs, "pairs")));
  }

  /** Announces a step, which the accumulator tells of. */
  private LongAccumulator accumulator(String step, long total, String unit) {
    LongAccumulator done = context.sc().longAccumulator(step);
    run.progress().next(step, () -> total, unit, 1, step);
    return done;
  }
}
