package io.partita.lake;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.Lake.Current;
import io.partita.lake.Lake.Journal;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A new version of one data set, or of tables that are made from it, from its staging to its swap.
 *
 * <p>Files are written below {@link #stage()}, which no reader looks at. {@link #publish} writes a
 * journal, moves each live table to {@code previous} and its staged version into its place, notes
 * the new run as current, and removes the journal. Whoever comes next after a crash finds the
 * journal and finishes the swap: from the moment the journal exists the new version is whole. What
 * this needs of the file system is made sure of at the beginning, see {@link PublishingNeeds}.
 */
public final class Publication implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Publication.class);

  private static final String LOCKED = "this data set";

  /** Made from a published version, and gone with it. */
  private static final List<LakeTable> DERIVED =
      Arrays.stream(LakeTable.values())
          .filter(table -> table.spec().origin().isDerived())
          .filter(table -> table.spec().origin().isPublished())
          .toList();

  private final Lake lake;
  private final String dataset;
  private final String runId;
  private final String attempt;
  private final String owner;
  private final List<LakeTable> outdated;
  private final WriterLock lock;
  private final Path stage;

  private Publication(
      Lake lake,
      String dataset,
      String runId,
      String attempt,
      String owner,
      List<LakeTable> outdated,
      WriterLock lock) {
    this.lake = lake;
    this.dataset = dataset;
    this.runId = runId;
    this.attempt = attempt;
    this.owner = owner;
    this.outdated = outdated;
    this.lock = lock;
    this.stage = lake.stage(dataset, runId);
  }

  /**
   * Takes the data set's lock, finishes a swap that a crash cut short, and clears what other
   * unfinished runs staged. The new version drops the tables that were made from the one before.
   *
   * @param runId names the run by its input and options; with {@code resume} what an interrupted
   *     run with the same id staged is kept
   * @param attempt unique to this process
   * @param command the command whose tables these are; a data set belongs to one kind of command
   * @throws IOException when another run is writing this data set
   * @throws UserException when the data set was made by another kind of command, or the lake's file
   *     system lacks what publishing needs
   */
  public static Publication begin(
      Lake lake, String dataset, String runId, String attempt, String command, boolean resume)
      throws IOException {
    WriterLock lock = lock(lake, dataset, attempt, command);
    try {
      Publication publication =
          new Publication(lake, dataset, runId, attempt, command, DERIVED, lock);
      publication.finishBrokenSwap();
      Current current = lake.current(dataset);
      if (current != null && !current.command().equals(command)) {
        throw new UserException(
            Mistake.OTHER_COMMAND,
            "Data set %s was made by %s; %s needs another one."
                .formatted(dataset, CommandName.of(current.command()), CommandName.of(command)));
      }
      publication.clearStaged(resume);
      lake.fs().mkdirs(publication.stage);
      return publication;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** The same as below of a run that begins again. */
  public static Publication beside(
      Lake lake, String dataset, String runId, String attempt, String command) throws IOException {
    return beside(lake, dataset, runId, attempt, command, false);
  }

  /**
   * The same for tables that are made from the published ones of a data set, which stays as it is
   * and belongs to the command that made it. What an interrupted run of that command staged is
   * kept. As long as this is open the data set's tables do not change.
   *
   * @param resume whether what an interrupted run with the same id staged is kept
   * @throws UserException when there is no such data set
   */
  public static Publication beside(
      Lake lake, String dataset, String runId, String attempt, String command, boolean resume)
      throws IOException {
    lake.requireDataset(dataset);
    WriterLock lock = lock(lake, dataset, attempt, command);
    try {
      String owner = lake.requireDataset(dataset).command();
      Publication publication =
          new Publication(lake, dataset, runId, attempt, owner, List.of(), lock);
      publication.finishBrokenSwap();
      if (!resume) {
        lake.fs().delete(publication.stage, true);
      }
      lake.fs().mkdirs(publication.stage);
      return publication;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Waits for the run that is writing a data set, if there is one: to be called before what it
   * changes is looked at. Nothing is taken, so a third run may come first after all.
   *
   * @param atMost longest time to wait, which {@link #begin} and {@link #beside} then say
   * @param say listener that is told once who is waited for
   */
  public static void await(Lake lake, String dataset, Duration atMost, Consumer<String> say)
      throws IOException {
    WriterLock.await(lake.fs(), lockFile(lake, dataset), LOCKED, atMost, say);
  }

  /** Whether a run is writing a data set. */
  static boolean isUnderWay(Lake lake, String dataset) throws IOException {
    return WriterLock.isHeld(lake.fs(), lockFile(lake, dataset));
  }

  static WriterLock lock(Lake lake, String dataset, String attempt, String command)
      throws IOException {
    PublishingNeeds.require(lake.fs(), lake.bookkeeping(dataset), attempt);
    return WriterLock.acquire(lake.fs(), lockFile(lake, dataset), LOCKED, attempt, command);
  }

  /** The lock of a run that only deletes, which a full disk does not keep out. */
  static WriterLock lockToDelete(Lake lake, String dataset, String attempt, String command)
      throws IOException {
    PublishingNeeds.requireNoObjectStore(lake.root());
    return WriterLock.acquireOnFullDisk(
        lake.fs(), lockFile(lake, dataset), LOCKED, attempt, command);
  }

  private static Path lockFile(Lake lake, String dataset) {
    return new Path(lake.bookkeeping(dataset), "lock");
  }

  /** The folder for everything this run writes before it is published. */
  public Path stage() {
    return stage;
  }

  /** The staged version of one table. */
  public Path staged(LakeTable table) {
    return new Path(stage, table.tableName());
  }

  /** Removes what is staged of one table. */
  public void clear(LakeTable table) throws IOException {
    lake.fs().delete(staged(table), true);
  }

  /**
   * Copies files of a table's live version into the staged one, so that they are part of the next.
   *
   * @param isKept test of the files' names
   */
  public void keep(LakeTable table, Predicate<String> isKept) throws IOException {
    copy(lake.live(table, dataset), staged(table), isKept);
  }

  /**
   * Copies whole partitions of a table's live version into the staged one.
   *
   * @param isKept test of their folders' names, as {@code scheme=seed}
   */
  public void keepPartitions(LakeTable table, Predicate<String> isKept) throws IOException {
    for (FileStatus folder : lake.list(lake.live(table, dataset))) {
      String name = folder.getPath().getName();
      if (folder.isDirectory() && isKept.test(name)) {
        copy(folder.getPath(), new Path(staged(table), name), file -> true);
      }
    }
  }

  private void copy(Path from, Path to, Predicate<String> isKept) throws IOException {
    FileSystem fs = lake.fs();
    for (FileStatus file : lake.list(from)) {
      String name = file.getPath().getName();
      if (file.isFile() && !name.startsWith("_") && isKept.test(name)) {
        try (InputStream in = fs.open(file.getPath());
            OutputStream out = fs.create(new Path(to, name), false)) {
          in.transferTo(out);
        }
      }
    }
  }

  /**
   * Makes the staged tables the data set's live version.
   *
   * @param tables those with a staged folder, in the order to swap them
   * @param dropped those that the new version does not have
   * @param report of how the version came about, kept as {@code _run.json} beside each table's
   *     files
   */
  public void publish(List<LakeTable> tables, List<LakeTable> dropped, Object report)
      throws IOException {
    Map<LakeTable, Object> reports = new LinkedHashMap<>();
    tables.forEach(table -> reports.put(table, report));
    publish(reports, dropped);
  }

  /**
   * The same where each table has a report of its own.
   *
   * @param reports of those with a staged folder, in the order to swap them
   */
  public void publish(Map<LakeTable, ?> reports, List<LakeTable> dropped) throws IOException {
    for (Map.Entry<LakeTable, ?> report : reports.entrySet()) {
      LakeTable table = report.getKey();
      if (!lake.fs().exists(staged(table))) {
        throw new IllegalStateException("Table " + table.tableName() + " was not staged");
      }
      lake.write(new Path(staged(table), "_run.json"), report.getValue());
    }
    lock.requireHeld();
    List<LakeTable> gone = new ArrayList<>(outdated);
    gone.addAll(dropped);
    Journal journal =
        new Journal(attempt, owner, runId, names(List.copyOf(reports.keySet())), names(gone));
    lake.write(lake.journalFile(dataset), journal);
    swap(journal);
  }

  /** Keeps a report of a run, whatever became of it. */
  public void report(Object report) throws IOException {
    lake.write(new Path(lake.bookkeeping(dataset), "runs/" + attempt + ".json"), report);
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  private void finishBrokenSwap() throws IOException {
    Journal journal = lake.journal(dataset);
    if (journal != null) {
      log.info("Finishing the swap that run {} began", journal.attempt());
      swap(journal);
    }
  }

  /** Every step can be repeated after a crash anywhere within it. */
  private void swap(Journal journal) throws IOException {
    Path version = lake.stage(dataset, journal.runId());
    for (String name : journal.tables()) {
      Path staged = new Path(version, name);
      if (lake.fs().exists(staged)) {
        retire(name);
        lake.rename(staged, lake.live(table(name), dataset));
      }
    }
    for (String name : journal.dropped()) {
      retire(name);
    }
    lake.write(lake.currentFile(dataset), journal.current());
    lake.fs().delete(lake.journalFile(dataset), false);
    lake.fs().delete(version, true);
  }

  private void retire(String name) throws IOException {
    Path live = lake.live(table(name), dataset);
    if (lake.fs().exists(live)) {
      Path previous = lake.previous(table(name), dataset);
      lake.fs().delete(previous, true);
      lake.rename(live, previous);
    }
  }

  private void clearStaged(boolean resume) throws IOException {
    for (FileStatus other : lake.list(stage.getParent())) {
      if (!resume || !other.getPath().getName().equals(stage.getName())) {
        lake.fs().delete(other.getPath(), true);
      }
    }
  }

  private static List<String> names(List<LakeTable> tables) {
    return tables.stream().map(LakeTable::tableName).toList();
  }

  private static LakeTable table(String name) {
    return LakeTable.named(name)
        .orElseThrow(() -> new IllegalStateException("A journal names the table " + name));
  }
}
