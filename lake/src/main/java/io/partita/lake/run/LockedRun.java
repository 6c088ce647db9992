package io.partita.lake.run;

import io.partita.lake.Publication;
import io.partita.lake.table.LakeTable;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** What the frames share from the moment on that a run has its data set's lock. */
final class LockedRun implements Closeable {
  private static final String CHECK = "check and start";

  private final RunOptions options;
  private final RunIdentity identity;
  private final String lake;
  private final String dataset;
  private final List<RunHeader.Input> inputs;
  private final StageSeconds stages;
  private final Publication publication;
  private SparkSession spark;
  private Progress progress;
  private boolean isSparkOwn;

  /**
   * @param lake as the user gave it
   * @param publication that is closed with this
   */
  LockedRun(
      RunOptions options,
      RunIdentity identity,
      String lake,
      String dataset,
      List<RunHeader.Input> inputs,
      StageSeconds stages,
      Publication publication) {
    this.options = options;
    this.identity = identity;
    this.lake = lake;
    this.dataset = dataset;
    this.inputs = inputs;
    this.stages = stages;
    this.publication = publication;
  }

  /** Starts Spark, which ends with this. */
  void start(SparkConf conf) {
    isSparkOwn = true;
    spark = Spark.session(conf);
    progress = new Progress(spark);
    stages.ended(CHECK);
  }

  /** Runs in a session that goes on afterwards. */
  void join(SparkSession running, Progress shown) {
    spark = running;
    progress = shown;
    stages.ended(CHECK);
  }

  RunIdentity identity() {
    return identity;
  }

  Publication publication() {
    return publication;
  }

  SparkSession spark() {
    return spark;
  }

  Progress progress() {
    return progress;
  }

  /** The header of a run that has made now what it publishes. */
  RunHeader header() {
    Instant finished = Instant.now();
    return new RunHeader(
        identity.command(),
        Version.current(),
        identity.runId(),
        identity.attempt(),
        dataset,
        lake,
        stages.started().toString(),
        finished.toString(),
        Duration.between(stages.started(), finished).toMillis() / 1e3,
        stages.byStage(),
        options.all(),
        inputs);
  }

  <T> T publish(List<LakeTable> tables, List<LakeTable> dropped, T report) throws IOException {
    Map<LakeTable, Object> reports = new LinkedHashMap<>();
    tables.forEach(table -> reports.put(table, report));
    return publish(reports, dropped, report);
  }

  <T> T publish(Map<LakeTable, ?> reports, List<LakeTable> dropped, T report) throws IOException {
    progress.say("Publishing");
    publication.publish(reports, dropped);
    publication.report(report);
    return report;
  }

  @Override
  public void close() throws IOException {
    SparkSession session = isSparkOwn ? spark : null;
    Progress shown = isSparkOwn ? progress : null;
    try (publication;
        session;
        shown) {
      // What was opened last is closed first, and the lock whatever becomes of the others.
    }
  }
}
