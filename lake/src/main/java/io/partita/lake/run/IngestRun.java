package io.partita.lake.run;

import io.partita.lake.Lake;
import io.partita.lake.Publication;
import io.partita.lake.input.InputPlan;
import io.partita.lake.input.InputPlan.Source;
import io.partita.progress.JobLog;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The frame of an ingest. A job makes one, checks its own options and inputs, and then begins: the
 * data set is locked and Spark started. What it stages is published all at once, and closing ends
 * Spark and gives the lock back, whatever happened.
 */
public final class IngestRun extends LockedRun {
  private final Configuration conf = Spark.hadoopConfiguration();
  private final RunOptions options;
  private final IngestRules rules;
  private InputPlan input;

  /** The clock runs from now on. */
  public IngestRun(RunOptions options, IngestRules rules) {
    super(new StageSeconds());
    this.options = options;
    this.rules = rules;
  }

  /** To add the job's own options to, before it begins. */
  public RunOptions options() {
    return options;
  }

  /** Where files are. */
  public Configuration conf() {
    return conf;
  }

  /** Begins where nothing else has to start. */
  public void begin(InputPlan input, List<Source> sideFiles) throws IOException {
    begin(input, sideFiles, () -> {});
  }

  /**
   * Takes the data set's lock and starts Spark.
   *
   * @param sideFiles files beside the input that decide which rows come out
   * @param beside starts what the run needs beside Spark, and does not wait for it
   * @throws IOException where another run is writing the data set
   */
  public void begin(InputPlan input, List<Source> sideFiles, Runnable beside) throws IOException {
    this.input = input;
    RunIdentity identity = RunIdentity.of(options, input.sources(), sideFiles);
    List<RunHeader.Input> inputs =
        Stream.concat(input.sources().stream(), sideFiles.stream())
            .map(RunHeader.Input::of)
            .toList();
    Lake folder = Lake.at(rules.lake(), conf);
    Publication.await(folder, rules.dataset(), rules.longestWait(), JobLog::say);
    if (folder.staged(rules.dataset()).isEmpty()) {
      endIfUnchanged(options, identity, folder, rules.lake(), rules.dataset(), rules::isGoodEnough);
    }
    Publication publication =
        Publication.begin(
            folder,
            rules.dataset(),
            identity.runId(),
            identity.attempt(),
            identity.command(),
            rules.resume());
    if (rules.stageOnly()) {
      publication.stageOnly();
    }
    locked(options, identity, folder, rules.lake(), rules.dataset(), inputs, publication);
    beside.run();
    startSpark(Spark.conf(options.command() + " " + rules.dataset()));
  }

  public InputPlan input() {
    return input;
  }

  public IngestRules rules() {
    return rules;
  }

  /** The folder for everything that is written before it is published. */
  public Path stage() {
    return publication().stage();
  }
}
