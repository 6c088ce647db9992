package io.partita.lake.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.lake.EarlierRows;
import io.partita.lake.Lake;
import io.partita.lake.LakeVersion;
import io.partita.lake.Publication;
import io.partita.lake.RunReports;
import io.partita.lake.table.LakeTable;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** What the frames share from the moment on that a run has its data set's lock. */
public abstract sealed class LockedRun implements Closeable permits IngestRun, DerivedRun {
  private static final String CHECK = "check and start";

  private final StageSeconds stages;
  private RunOptions options;
  private RunIdentity identity;
  private Lake lake;
  private String folder;
  private String dataset;
  private List<RunHeader.Input> inputs;
  private Publication publication;
  private SparkSession spark;
  private Progress progress;
  private boolean isSparkOwn;

  LockedRun(StageSeconds stages) {
    this.stages = stages;
  }

  /**
   * The run has its lock, and tells of itself from now on.
   *
   * @param in the lake
   * @param given folder of the lake as the user named it
   * @param taken closed with this
   */
  final void locked(
      RunOptions of,
      RunIdentity who,
      Lake in,
      String given,
      String written,
      List<RunHeader.Input> read,
      Publication taken) {
    options = of;
    identity = who;
    lake = in;
    folder = given;
    dataset = written;
    inputs = read;
    publication = taken;
    taken.decidedBy(of.targets(), who.state(), who.recipe());
    RunningCommand.begin(in, of.command(), written, null);
  }

  /**
   * Ends the run where the newest version has what it would make, and all files of that are there.
   *
   * @param isGood whether a report of the earlier run is good enough for this one
   */
  static void endIfUnchanged(
      RunOptions of,
      RunIdentity who,
      Lake in,
      String folder,
      String dataset,
      Predicate<JsonNode> isGood)
      throws IOException {
    UnchangedRun.endIfSame(
        of,
        who.state(),
        folder + ", data set " + dataset,
        () -> {
          Optional<LakeVersion> newest = in.version(dataset);
          if (newest.isEmpty()
              || Publication.isUnderWay(in, dataset)
              || newest.get().missing(in).isPresent()) {
            return Optional.empty();
          }
          List<LakeVersion.Made> made =
              of.targets().stream()
                  .map(newest.get().made()::get)
                  .filter(run -> run != null && run.state().equals(who.state()))
                  .toList();
          if (made.size() < of.targets().size()) {
            return Optional.empty();
          }
          return RunReports.ofAttempt(in, dataset, made.get(0).attempt())
              .filter(isGood)
              .map(report -> new UnchangedRun.Earlier(who.state(), report));
        });
  }

  /** Starts Spark, which ends with this. */
  final void startSpark(SparkConf conf) {
    isSparkOwn = true;
    spark = Spark.session(conf);
    progress = new Progress(spark.sparkContext());
    stages.ended(CHECK);
  }

  /** Runs in a session that goes on afterwards. */
  final void joinSpark(SparkSession running, Progress shown) {
    spark = running;
    progress = shown;
    stages.ended(CHECK);
  }

  /**
   * What an earlier run of this recipe left of contents that this run may find again.
   *
   * @param tables and the others as of {@link EarlierRows#of}
   * @return empty where there is nothing, or all is to be made again
   */
  public final Optional<EarlierRows> earlier(
      List<LakeTable> tables, List<LakeTable> read, EarlierRows.Part part) throws IOException {
    return options.mayEndUnchanged()
        ? EarlierRows.of(lake, publication, tables, read, part)
        : Optional.empty();
  }

  /**
   * Makes rows of an earlier run a part of the next version.
   *
   * @param gone and the result as of {@link EarlierRows#keep}
   */
  public final OptionalLong keep(EarlierRows rows, LakeTable table, Collection<String> gone)
      throws IOException {
    return rows.keep(
        JavaSparkContext.fromSparkContext(spark.sparkContext()),
        table,
        gone,
        identity.provenance());
  }

  /** As it was when the run began. */
  public final Lake lake() {
    return lake;
  }

  public final String dataset() {
    return dataset;
  }

  public final RunIdentity identity() {
    return identity;
  }

  final Publication publication() {
    return publication;
  }

  public final SparkSession spark() {
    return spark;
  }

  public final Progress progress() {
    return progress;
  }

  /** The staged version of a table. */
  public final Path staged(LakeTable table) {
    return publication.staged(table);
  }

  /** Ends a stage of which the report tells the seconds. */
  public final void ended(String stage) {
    stages.ended(stage);
  }

  /** The head of the report of a run that is about to be published. */
  public final RunHeader header() {
    Instant finished = Instant.now();
    return new RunHeader(
        identity.command(),
        Version.current(),
        identity.runId(),
        identity.attempt(),
        dataset,
        folder,
        stages.started().toString(),
        finished.toString(),
        Duration.between(stages.started(), finished).toMillis() / 1e3,
        stages.byStage(),
        options.all(),
        inputs);
  }

  /**
   * Makes the staged tables the data set's live version.
   *
   * @param dropped those that the new version does not have, or that were made from what these
   *     replace
   * @param report kept as {@code _run.json} beside each table's files
   * @return the report
   */
  public final <T> T publish(List<LakeTable> tables, List<LakeTable> dropped, T report)
      throws IOException {
    Map<LakeTable, Object> reports = new LinkedHashMap<>();
    tables.forEach(table -> reports.put(table, report));
    return publish(reports, dropped, tables, report);
  }

  /**
   * The same where each table has a report of its own.
   *
   * @param made those whose rows are the run's own; the others' are still those of the run before
   */
  public final <T> T publish(
      Map<LakeTable, ?> reports, List<LakeTable> dropped, List<LakeTable> made, T report)
      throws IOException {
    progress.say("Publishing");
    publication.publish(reports, dropped, made);
    publication.report(report);
    return report;
  }

  @Override
  public final void close() throws IOException {
    SparkSession session = isSparkOwn ? spark : null;
    Progress shown = isSparkOwn ? progress : null;
    Publication lock = publication;
    Closeable told = lock == null ? () -> {} : RunningCommand::end;
    try (lock;
        told;
        session;
        shown) {
      // What was opened last is closed first, and the lock whatever becomes of the others.
    }
  }
}
