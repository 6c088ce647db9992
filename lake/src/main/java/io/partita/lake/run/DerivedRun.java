package io.partita.lake.run;

import io.partita.lake.FinishedStages;
import io.partita.lake.Lake;
import io.partita.lake.Publication;
import io.partita.lake.TableRun;
import io.partita.lake.TableShare;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * The frame of a command that makes tables of a data set from others of it, which do not change as
 * long as this is open. What it stages is published all at once, and closing ends Spark and gives
 * the lock back, whatever happened.
 */
public final class DerivedRun extends LockedRun {
  private final RunOptions options;
  private final Map<LakeTable, TableRun> input;
  private FinishedStages finished;

  /** Which tables of a lake a command reads. */
  @FunctionalInterface
  public interface Input {
    /**
     * Looks at the lake as it is now.
     *
     * @return the runs that made the tables
     * @throws io.partita.UserException where one is missing; it says what to do
     */
    Map<LakeTable, TableRun> of(Lake lake) throws IOException;
  }

  private DerivedRun(StageSeconds stages, RunOptions options, Map<LakeTable, TableRun> input) {
    super(stages);
    this.options = options;
    this.input = input;
  }

  /**
   * Takes the data set's lock.
   *
   * @param folder of the lake as the user gave it
   * @param input asked before and after the lock is taken
   * @throws IOException where another run is writing the data set, or has just done so
   */
  public static DerivedRun begin(
      RunOptions options, Lake lake, String folder, String dataset, Input input)
      throws IOException {
    return begin(options, lake, folder, dataset, input, false);
  }

  /**
   * The same of a command that may resume.
   *
   * @param resume whether stages that an interrupted run of the same id finished are kept
   */
  public static DerivedRun begin(
      RunOptions options, Lake lake, String folder, String dataset, Input input, boolean resume)
      throws IOException {
    StageSeconds stages = new StageSeconds();
    Map<LakeTable, TableRun> read = new TreeMap<>(input.of(lake));
    RunIdentity identity = RunIdentity.ofDataset(options, dataset, runs(read));
    endIfUnchanged(options, identity, lake, folder, dataset, any -> true);
    List<RunHeader.Input> inputs =
        read.entrySet().stream()
            .map(table -> RunHeader.Input.of(table.getKey(), dataset, table.getValue()))
            .toList();
    Publication publication =
        Publication.beside(
            lake, dataset, identity.runId(), identity.attempt(), identity.command(), resume);
    DerivedRun run = new DerivedRun(stages, options, read);
    run.locked(
        options.other("lake", folder).other("dataset", dataset),
        identity,
        lake,
        folder,
        dataset,
        inputs,
        publication);
    try {
      run.requireUnchanged(input);
      run.finished = FinishedStages.of(lake, publication.stage(), run.live());
      return run;
    } catch (IOException | RuntimeException e) {
      run.close();
      throw e;
    }
  }

  private static String runs(Map<LakeTable, TableRun> read) {
    Map<String, String> runs = new TreeMap<>();
    read.forEach((table, run) -> runs.put(table.tableName(), run.runId()));
    return runs.toString();
  }

  /** All tables of the data set, with the runs that made them. */
  private Map<LakeTable, TableRun> live() throws IOException {
    Map<LakeTable, TableRun> live = new TreeMap<>();
    for (LakeTable table : lake().snapshot().getOrDefault(dataset(), Map.of()).keySet()) {
      live.put(table, lake().run(dataset(), table));
    }
    return live;
  }

  private void requireUnchanged(Input looked) throws IOException {
    if (!looked.of(lake()).equals(input)) {
      throw new IOException("Data set " + dataset() + " was changed just now. Try again.");
    }
  }

  /** Starts Spark. */
  public void start() {
    start(Spark.conf(options.command() + " " + dataset()));
  }

  /** The same with settings of the job's own. */
  public void start(SparkConf conf) {
    startSpark(conf);
  }

  /** Runs in a session that goes on afterwards. */
  public void join(SparkSession spark, Progress progress) {
    joinSpark(spark, progress);
  }

  /** The runs that made the tables that are read. */
  public Map<LakeTable, TableRun> input() {
    return input;
  }

  /** What stages have finished; those of an interrupted run where this one resumes it. */
  public FinishedStages finished() {
    return finished;
  }

  /** Removes what an interrupted run staged of a table. */
  public void clear(LakeTable table) throws IOException {
    publication().clear(table);
  }

  /** Leaves a partition of a table out, which was made from what this run replaces. */
  public void drop(LakeTable table, String partition) {
    publication().drop(table, partition);
  }

  /** The files that tasks have written of a table. */
  public List<String> written(LakeTable table) {
    return publication().written(table);
  }

  /** Notes those that an interrupted run wrote, which this one resumes. */
  public void wrote(LakeTable table, Collection<String> files) {
    publication().wrote(table, files);
  }

  /** The part of tables that this run replaces; see {@link TableShare}. */
  public TableShare share(String name, boolean keepsOthers) {
    return new TableShare(spark(), publication(), name, keepsOthers, identity().provenance());
  }

  /**
   * Makes staged tables live that go on telling of the run that made them.
   *
   * @param reports kept as {@code _run.json} beside each table's files
   * @param report of this run
   * @return this report
   */
  public <T> T republish(Map<LakeTable, ?> reports, T report) throws IOException {
    return publish(reports, List.of(), List.of(), report);
  }
}
